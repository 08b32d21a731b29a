import { versionsOf } from '../disk/object-files.ts';
import type { Version } from '../disk/object-version.ts';
import { keysOf } from '../disk/version-folders.ts';
import { writeXml } from '../http/xml.ts';
import { follows, readEncoding, readMaxKeys } from './listing.ts';
import { quoted } from './object-headers.ts';
import type { S3Call, S3Operation } from './s3-call.ts';

/** ListObjectVersions: by key, newest version first. Without support for delimiters. */
export const listObjectVersions: S3Operation = async (call) => {
  const { query } = call.request;
  const maxKeys = readMaxKeys(query);
  const encode = readEncoding(query);
  const { entries, truncated } = await readPage(call, maxKeys);
  const last = truncated ? entries.at(-1)?.version : undefined;
  const listed = (kind: Version['kind']) =>
    entries.filter(({ version }) => version.kind === kind).map((entry) => describe(entry, encode));
  const document = {
    Name: call.address.bucket.name,
    Prefix: encode(query.get('prefix') ?? ''),
    KeyMarker: encode(query.get('key-marker') ?? ''),
    VersionIdMarker: query.get('version-id-marker') ?? '',
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: maxKeys,
    IsTruncated: truncated,
    NextKeyMarker: last && encode(last.key),
    NextVersionIdMarker: last?.versionId,
    Version: listed('object'),
    DeleteMarker: listed('delete-marker'),
  };
  return { status: 200, body: writeXml('ListVersionsResult', document) };
};

interface Entry {
  readonly version: Version;
  readonly isLatest: boolean;
}

async function readPage({ disk, address, request }: S3Call, maxKeys: number) {
  const { query } = request;
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') ?? '';
  const entries: Entry[] = [];
  for (const key of maxKeys > 0 ? await keysOf(address.bucket, query.get('prefix') ?? '') : []) {
    if (follows(keyMarker, key) || (key === keyMarker && versionMarker === '')) continue;
    const versions = await versionsOf(disk, { bucket: address.bucket, key });
    const seen = key === keyMarker ? versions.findIndex(({ versionId }) => versionId === versionMarker) : -1;
    for (const version of versions.slice(seen + 1)) {
      if (entries.length === maxKeys) return { entries, truncated: true };
      entries.push({ version, isLatest: version === versions[0] });
    }
  }
  return { entries, truncated: false };
}

function describe({ version, isLatest }: Entry, encode: (key: string) => string) {
  const { key, versionId, lastModified } = version;
  return {
    Key: encode(key),
    VersionId: versionId,
    IsLatest: isLatest,
    LastModified: lastModified,
    ...(version.kind === 'object' && {
      ETag: quoted(version.etag),
      Size: version.size,
      StorageClass: 'STANDARD',
    }),
  };
}
