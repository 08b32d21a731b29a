import { currentVersion } from '../disk/object-files.ts';
import type { StoredObject } from '../disk/object-version.ts';
import { keysOf } from '../disk/version-folders.ts';
import { writeXml } from '../http/xml.ts';
import { follows, readEncoding, readMaxKeys } from './listing.ts';
import { quoted } from './object-headers.ts';
import type { S3Call, S3Operation } from './s3-call.ts';

/** ListObjectsV2. The continuation token is the last entry of the previous page, so no state is needed. */
export const listObjects: S3Operation = async (call) => {
  const { query } = call.request;
  const maxKeys = readMaxKeys(query);
  const token = query.get('continuation-token');
  const page = await readPage(call, maxKeys, token === null ? undefined : readToken(token));
  const encode = readEncoding(query);
  const document = {
    Name: call.address.bucket.name,
    Prefix: encode(query.get('prefix') ?? ''),
    Delimiter: optional(query.get('delimiter'), encode),
    StartAfter: optional(query.get('start-after'), encode),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: maxKeys,
    KeyCount: page.entries.length,
    IsTruncated: page.truncated,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.truncated ? writeToken(page.entries.at(-1)?.name ?? '') : undefined,
    Contents: page.entries.flatMap(({ object }) => (object ? [contents(object, encode)] : [])),
    CommonPrefixes: page.entries.flatMap(({ name, object }) => (object ? [] : [{ Prefix: encode(name) }])),
  };
  return { status: 200, body: writeXml('ListBucketResult', document) };
};

/** The part of `key` up to the first delimiter after the prefix, or `undefined` if there is no delimiter. */
export function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

interface Entry {
  /** A key, or a common prefix. */
  readonly name: string;
  readonly object: StoredObject | undefined;
}

async function readPage({ disk, address, request }: S3Call, maxKeys: number, after: string | undefined) {
  const { query } = request;
  const prefix = query.get('prefix') ?? '';
  const startAfter = query.get('start-after');
  const entries: Entry[] = [];
  for (const key of maxKeys > 0 ? await keysOf(address.bucket, prefix) : []) {
    if (startAfter !== null && !follows(key, startAfter)) continue;
    const rolledUp = commonPrefix(key, prefix, query.get('delimiter') ?? '');
    const name = rolledUp ?? key;
    if (name === entries.at(-1)?.name || (after !== undefined && !follows(name, after))) continue;
    const object = await currentVersion(disk, { bucket: address.bucket, key });
    if (object?.kind !== 'object') continue;
    if (entries.length === maxKeys) return { entries, truncated: true };
    entries.push({ name, object: rolledUp === undefined ? object : undefined });
  }
  return { entries, truncated: false };
}

function contents({ key, lastModified, etag, size }: StoredObject, encode: (key: string) => string) {
  return {
    Key: encode(key),
    LastModified: lastModified,
    ETag: quoted(etag),
    Size: size,
    StorageClass: 'STANDARD',
  };
}

function optional(value: string | null, encode: (key: string) => string): string | undefined {
  return value === null ? undefined : encode(value);
}

function writeToken(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function readToken(token: string): string {
  return Buffer.from(token, 'base64url').toString();
}
