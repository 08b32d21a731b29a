// Converts between HTTP headers and what is stored with an object.
import type { IncomingHttpHeaders } from 'node:http';
import type { Bucket } from '../disk/buckets.ts';
import type { StoredObject, VersionName } from '../disk/object-version.ts';

type Headers = Readonly<Record<string, string>>;

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

/** The headers of an upload that are returned with the object: those of the content, and the user's metadata. */
export function readKeptHeaders(headers: IncomingHttpHeaders): Headers {
  const found: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of Object.entries(headers)) {
    if (value && (kept.includes(name) || name.startsWith('x-amz-meta-'))) found[name] = value.toString();
  }
  const encoding = withoutAwsChunked(found['content-encoding']);
  const { 'content-encoding': _, ...others } = found;
  return encoding ? { ...others, 'content-encoding': encoding } : others;
}

/** Headers of GET and HEAD, without lengths and ranges. */
export function objectHeaders(bucket: Bucket, object: StoredObject): Headers {
  return {
    ...object.headers,
    ...writtenHeaders(bucket, object),
    'accept-ranges': 'bytes',
    'last-modified': new Date(object.lastModified).toUTCString(),
    ...(object.tags.length > 0 && { 'x-amz-tagging-count': `${object.tags.length}` }),
  };
}

/** Headers of every write. */
export function writtenHeaders(bucket: Bucket, object: StoredObject): Headers {
  return { etag: quoted(object.etag), ...versionHeader(bucket, object) };
}

export function versionHeader(bucket: Bucket, { versionId }: VersionName): Headers {
  return bucket.versioned ? { 'x-amz-version-id': versionId } : {};
}

/** The checksum of the whole body, for the client to verify. */
export function checksumHeaders({ crc32 }: Pick<StoredObject, 'crc32'>): Headers {
  return { 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

export function quoted(etag: string): string {
  return `"${etag}"`;
}

// `aws-chunked` describes the request, not the object.
function withoutAwsChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'aws-chunked')
    .join(',');
}
