// The bucket through the AWS SDK.
import { Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { DeferError, RefusedError } from '../domain/errors.ts';
import type { ByteRange, ObjectPointer, ObjectStore } from '../ports/object-store.ts';

const PART_BYTES = 8 * 1024 * 1024;

export function s3ObjectStore(client: S3Client, bucket: string): ObjectStore {
  const get = async (pointer: ObjectPointer, range?: ByteRange): Promise<Readable> => {
    try {
      const { Body } = await client.send(
        new GetObjectCommand({
          Bucket: bucket,
          Key: pointer.key,
          ...(pointer.versionId === undefined ? {} : { VersionId: pointer.versionId }),
          ...(range ? { Range: printRange(range) } : {}),
        }),
      );
      return Body as Readable;
    } catch (cause) {
      throw translate(cause);
    }
  };
  return {
    async read(pointer, range) {
      if (range?.end !== undefined && range.end <= range.start) return Buffer.alloc(0);
      return Buffer.concat(await (await get(pointer, range)).toArray());
    },
    async *stream(pointer, range) {
      for await (const bytes of await get(pointer, range)) yield bytes as Buffer;
    },
    async write(key, body, contentType) {
      await client.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
      );
    },
    async writeStream(key, body, contentType) {
      const counted = { bytes: 0 };
      const upload = new Upload({
        client,
        params: {
          Bucket: bucket,
          Key: key,
          Body: Readable.from(gather(body, counted)),
          ContentType: contentType,
        },
        partSize: PART_BYTES,
        queueSize: 2,
      });
      await upload.done();
      return counted.bytes;
    },
    async *list(prefix) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
      }
    },
  };
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
    const bytes = Buffer.from(piece);
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

function translate(cause: unknown): unknown {
  const name = (cause as { name?: string }).name ?? '';
  if (['NoSuchKey', 'NoSuchVersion', 'NotFound'].includes(name)) {
    return new RefusedError('object_gone', 'The file was deleted before it could be read. Drop it again.', {
      cause,
    });
  }
  if (['SlowDown', 'ServiceUnavailable', 'InternalError'].includes(name)) {
    return new DeferError('s3_unavailable', 'Amazon S3 asks to slow down.', { cause });
  }
  return cause;
}
