// The bucket through the AWS SDK.
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
import type { ByteRange, ObjectPointer, ObjectStore } from '../ports/object-store.ts';
import { isBusy } from './busy.ts';

const PART_BYTES = 8 * 1024 * 1024;

export function s3ObjectStore(client: S3Client, bucket: string): ObjectStore {
  const get = async ({ key, versionId, etag }: ObjectPointer, range?: ByteRange): Promise<Readable> => {
    const { Body } = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(versionId !== undefined && { VersionId: versionId }),
        ...(versionId === undefined && etag !== undefined && { IfMatch: `"${etag}"` }),
        ...(range ? { Range: printRange(range) } : {}),
      }),
    );
    return Body as Readable;
  };
  return {
    async find(key) {
      try {
        const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        const { VersionId: versionId, ETag: etag = '', ContentLength: bytes = 0 } = head;
        return versionId === undefined
          ? { key, etag: etag.replaceAll('"', ''), bytes }
          : { key, versionId, bytes };
      } catch (cause) {
        if (isGone(cause)) return undefined;
        throw translate(cause);
      }
    },
    read: (pointer, range) =>
      translated(async () =>
        isEmpty(range) ? Buffer.alloc(0) : Buffer.concat(await (await get(pointer, range)).toArray()),
      ),
    async *stream(pointer, range) {
      if (isEmpty(range)) return;
      try {
        for await (const bytes of await get(pointer, range)) yield bytes as Buffer;
      } catch (cause) {
        throw translate(cause);
      }
    },
    async write(key, body, contentType) {
      // A buffer, for the SDK takes an empty string for a stream and warns of it.
      const Body = Buffer.from(body);
      const put = new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType });
      await translated(() => client.send(put));
    },
    writeStream(key, body, contentType) {
      const params = { Bucket: bucket, Key: key, ContentType: contentType };
      return translated(() => uploadParts(client, params, body));
    },
    async *list(prefix) {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      try {
        for await (const page of pages) {
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        }
      } catch (cause) {
        throw translate(cause);
      }
    },
  };
}

/** Returns the bytes written. A body that breaks off leaves nothing behind. */
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

/** S3 takes `bytes=5-4` for no range at all, and gives the whole object. */
function isEmpty(range: ByteRange | undefined): boolean {
  return range?.end !== undefined && range.end <= range.start;
}

function printRange({ start, end }: ByteRange): string {
  return `bytes=${start}-${end === undefined ? '' : end - 1}`;
}

/** Makes larger buffers of many small pieces, which the upload would otherwise copy again and again. */
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
  if (isBusy(cause)) return new DeferError('s3_unavailable', 'Amazon S3 asks to slow down.', { cause });
  return cause;
}
