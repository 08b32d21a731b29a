// Multipart uploads on disk: uploads/<upload id>/upload.json next to one file per part, <number>-<md5>, so that one
// rename adds a part with its ETag.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../http/errors.ts';
import type { Bucket } from './buckets.ts';
import { type Disk, namesIn, readJson, withStaging } from './disk.ts';
import type { ObjectAddress, ObjectContent } from './object-version.ts';

/** What CreateMultipartUpload stores for the later object. */
export interface PendingUpload extends Pick<ObjectContent, 'headers' | 'tags'> {
  readonly key: string;
}

export interface Part {
  /** 1 to 10,000. */
  readonly number: number;
  /** MD5 in hex. */
  readonly etag: string;
  readonly path: string;
}

/** @returns the upload's id. */
export async function startUpload(disk: Disk, bucket: Bucket, upload: PendingUpload): Promise<string> {
  const id = randomUUID().replaceAll('-', '');
  await withStaging(disk, async (folder) => {
    await writeFile(join(folder, 'upload.json'), JSON.stringify(upload));
    await rename(folder, join(bucket.uploads, id));
  });
  return id;
}

/** Runs `use` while no part is added or removed. Throws NoSuchUpload. */
export function withUpload<T>(
  disk: Disk,
  { bucket, key }: ObjectAddress,
  id: string,
  use: (upload: PendingUpload, folder: string) => Promise<T>,
): Promise<T> {
  return disk.alone(`upload ${id}`, async () => {
    const folder = join(bucket.uploads, id);
    const upload = /^[0-9a-f]{32}$/.test(id) && (await readJson<PendingUpload>(join(folder, 'upload.json')));
    if (!upload || upload.key !== key) throw new S3Error('NoSuchUpload', { details: { UploadId: id } });
    return use(upload, folder);
  });
}

/** Moves a received file to the upload as a part, and replaces the part of the same number. */
export async function placePart(folder: string, number: number, etag: string, file: string): Promise<void> {
  const earlier = (await partsIn(folder)).filter((part) => part.number === number && part.etag !== etag);
  await rename(file, join(folder, `${number.toString().padStart(5, '0')}-${etag}`));
  await Promise.all(earlier.map(({ path }) => rm(path)));
}

/** Sorted by number. */
export async function partsIn(folder: string): Promise<readonly Part[]> {
  return (await namesIn(folder)).flatMap((name) => {
    const [, number, etag] = /^(\d{5})-([0-9a-f]{32})$/.exec(name) ?? [];
    return etag ? [{ number: Number(number), etag, path: join(folder, name) }] : [];
  });
}

/** The part's size in bytes, and the time at which it arrived. */
export async function partFacts({
  path,
}: Part): Promise<{ readonly size: number; readonly lastModified: string }> {
  const { size, mtime } = await stat(path);
  return { size, lastModified: mtime.toISOString() };
}

/** The bytes of all parts, one after the other. */
export async function* joinParts(parts: readonly Part[]): AsyncIterable<Buffer> {
  for (const { path } of parts) yield* createReadStream(path);
}
