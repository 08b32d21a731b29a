import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { S3Error } from '../http/errors.ts';
import { type Disk, readJson, writeJson } from './disk.ts';

export interface BucketOptions {
  readonly versioned: boolean;
  /** Whether new objects send an event. */
  readonly eventBridge: boolean;
}

export interface Bucket extends BucketOptions {
  readonly name: string;
  readonly objects: string;
  readonly uploads: string;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; it also prevents `..` in paths.
const validName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Creates the bucket, or sets the options of an existing one. Versioning cannot be turned off. */
export async function createBucket(disk: Disk, name: string, options: BucketOptions): Promise<void> {
  if (!validName.test(name)) throw new Error(`"${name}" is not a valid bucket name.`);
  const folder = join(disk.buckets, name);
  const existing = await readJson<BucketOptions>(join(folder, 'bucket.json'));
  if (existing?.versioned && !options.versioned) {
    throw new Error(`The bucket "${name}" is versioned, and versioning cannot be turned off.`);
  }
  await mkdir(join(folder, 'objects'), { recursive: true });
  await mkdir(join(folder, 'uploads'), { recursive: true });
  const { versioned, eventBridge } = options;
  await writeJson(disk, join(folder, 'bucket.json'), { versioned, eventBridge });
}

/** Throws NoSuchBucket. */
export async function findBucket(disk: Disk, name: string): Promise<Bucket> {
  const folder = join(disk.buckets, name);
  const options = validName.test(name) && (await readJson<BucketOptions>(join(folder, 'bucket.json')));
  if (!options) throw new S3Error('NoSuchBucket', { details: { BucketName: name } });
  return { ...options, name, objects: join(folder, 'objects'), uploads: join(folder, 'uploads') };
}
