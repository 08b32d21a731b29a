// The bucket, by the AWS SDK.
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Options, Upload } from '@aws-sdk/lib-storage';
import { DeferError, refusal } from '../domain/errors.ts';
import type { ByteRange, ObjectPointer, ObjectStore, StoredObject } from '../ports/object-store.ts';
import { isBusy } from './busy.ts';

const PART_BYTES = 8 * 1024 * 1024;

interface Bucket {
  readonly client: S3Client;
  readonly Bucket: string;
}

export function s3ObjectStore(client: S3Client, bucket: string): ObjectStore {
  const at: Bucket = { client, Bucket: bucket };
  return {
    find: (key) => findObject(at, key),
    read: (pointer, range) => translated(() => readObject(at, pointer, range)),
    stream: (pointer, range) => streamObject(at, pointer, range),
    async write(key, body, contentType) {
      // A buffer: the SDK treats an empty string as a stream, and warns.
      const put = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: Buffer.from(body),
        ContentType: contentType,
      });
      await translated(() => client.send(put));
    },
    writeStream(key, body, contentType) {
      const params = { Bucket: bucket, Key: key, ContentType: contentType };
      return translated(() => uploadParts(client, params, body));
    },
    list: (prefix) => listKeys(at, prefix),
  };
}

async function findObject({ client, Bucket }: Bucket, key: string): Promise<StoredObject | undefined> {
  try {
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: key }));
    const { VersionId: versionId, ETag: etag = '', ContentLength: bytes = 0 } = head;
    return versionId === undefined
      ? { key, etag: etag.replaceAll('"', ''), bytes }
      : { key, versionId, bytes };
  } catch (cause) {
    if (isGone(cause)) return undefined;
    throw translate(cause);
  }
}

async function readObject(at: Bucket, pointer: ObjectPointer, range?: ByteRange): Promise<Buffer> {
  if (isEmpty(range)) return Buffer.alloc(0);
  return Buffer.concat(await (await getObject(at, pointer, range)).toArray());
}

async function* streamObject(at: Bucket, pointer: ObjectPointer, range?: ByteRange): AsyncGenerator<Buffer> {
  if (isEmpty(range)) return;
  try {
    for await (const bytes of await getObject(at, pointer, range)) yield bytes as Buffer;
  } catch (cause) {
    throw translate(cause);
  }
}

async function getObject(
  { client, Bucket }: Bucket,
  { key, versionId, etag }: ObjectPointer,
  range?: ByteRange,
): Promise<Readable> {
  const { Body } = await client.send(
    new GetObjectCommand({
      Bucket,
      Key: key,
      ...(versionId !== undefined && { VersionId: versionId }),
      ...(versionId === undefined && etag !== undefined && { IfMatch: `"${etag}"` }),
      ...(range ? { Range: printRange(range) } : {}),
    }),
  );
  return Body as Readable;
}

async function* listKeys({ client, Bucket }: Bucket, prefix: string): AsyncGenerator<string> {
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix })) {
      for (const { Key } of Contents) if (Key !== undefined) yield Key;
    }
  } catch (cause) {
    throw translate(cause);
  }
}

/** @returns the bytes written. If the body fails, no object is written. */
async function uploadParts(
  client: S3Client,
  params: Omit<Options['params'], 'Body'>,
  body: AsyncIterable<Buffer | string>,
): Promise<number> {
  const counted = { bytes: 0 };
  const Body = Readable.from(gather(body, counted));
  await new Upload({ client, params: { ...params, Body }, partSize: PART_BYTES, queueSize: 2 }).done();
  return counted.bytes;
}

/** S3 ignores the invalid range `bytes=5-4` and returns the whole object. */
function isEmpty(range: ByteRange | undefined): boolean {
  return range?.end !== undefined && range.end <= range.start;
}

function printRange({ start, end }: ByteRange): string {
  return `bytes=${start}-${end === undefined ? '' : end - 1}`;
}

/** Joins many small pieces into larger buffers, because the upload would copy the pieces again and again. */
async function* gather(
  body: AsyncIterable<Buffer | string>,
  counted: { bytes: number },
): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let waiting = 0;
  for await (const piece of body) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    pieces.push(bytes);
    waiting += bytes.length;
    counted.bytes += bytes.length;
    if (waiting < PART_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    waiting = 0;
  }
  if (waiting > 0) yield Buffer.concat(pieces);
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw translate(cause);
  }
}

const GONE = ['NoSuchKey', 'NoSuchVersion', 'NotFound', 'PreconditionFailed'];

function isGone(cause: unknown): boolean {
  return GONE.includes((cause as { name?: string }).name ?? '');
}

function translate(cause: unknown): unknown {
  if (isGone(cause)) return refusal('object_gone', undefined, { cause });
  if (isBusy(cause))
    return new DeferError('s3_unavailable', 'Amazon S3 throttles requests or is unavailable.', { cause });
  return cause;
}
