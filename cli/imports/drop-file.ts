// Drops a file into the bucket of a deployment, and finds the import that it started.
import type { Readable } from 'node:stream';
import { HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { idPrefix, isImportOf, versionDigest } from '../../lambdas/domain/imports/import-record.ts';
import type { Target } from '../target/target.ts';
import { growingPause } from './growing-pause.ts';

export interface Dropped {
  readonly feed: string;
  readonly key: string;
  /** Milliseconds since 1970: its import arrived at this time or later. */
  readonly since: number;
  /** The last characters of its import's id. */
  readonly digest: string;
}

export interface FileToDrop {
  readonly feed: string;
  readonly key: string;
  readonly body: Readable | Buffer | string;
  readonly onBytes?: ((sent: number) => void) | undefined;
}

export async function dropFile(
  { s3, names }: Target,
  { feed, key, body, onBytes }: FileToDrop,
): Promise<Dropped> {
  const since = Date.now() - CLOCK_SKEW_MILLISECONDS;
  const upload = new Upload({ client: s3, params: { Bucket: names.bucket, Key: key, Body: body } });
  upload.on('httpUploadProgress', ({ loaded }) => onBytes?.(loaded ?? 0));
  const { VersionId } = await upload.done();
  const version = VersionId ?? (await etagOf(s3, names.bucket, key));
  return { feed, key, since, digest: versionDigest(names.bucket, key, version) };
}

/** Between this machine and S3, whose clock gives the import its id. */
const CLOCK_SKEW_MILLISECONDS = 10 * 60 * 1000;
const POLL_MILLISECONDS = 500;

/** An S3 event takes a few seconds. A file that starts no import (a part of an export) never has one. */
const START_SECONDS = 60;

/**
 * The id of the import that a dropped file started, as soon as the import is active or has a report.
 * @throws Error if no import starts in time.
 */
export async function importOf(target: Target, dropped: Dropped): Promise<string> {
  const pause = growingPause(POLL_MILLISECONDS);
  for (let waited = 0; waited <= START_SECONDS * 1000; waited += await pause()) {
    const { active } = await target.imports.turns();
    const own = active.find(({ importId }) => isImportOf(importId, dropped.digest));
    const importId = own?.importId ?? (await reportedImport(target, dropped));
    if (importId !== undefined) return importId;
  }
  throw new Error(
    `${dropped.key} is in the bucket, but no import started within ${START_SECONDS} s. A part of an export starts no ` +
      "import: drop the feed's manifest or _SUCCESS file last. In any other case, look for the cause: " +
      target.call('doctor'),
  );
}

/** Reports are listed in the order in which their files arrived, so only the newest are read. */
async function reportedImport(
  { s3, names }: Target,
  { feed, since, digest }: Dropped,
): Promise<string | undefined> {
  const folder = reportPrefix(feed, '').replace(/\/$/, '');
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({
      Bucket: names.bucket,
      Prefix: folder,
      StartAfter: `${folder}${idPrefix(feed, since)}`,
    }),
  );
  const ids = Contents.map(({ Key = '' }) => Key.slice(folder.length).split('/')[0] ?? '');
  return ids.find((importId) => isImportOf(importId, digest));
}

async function etagOf(s3: Target['s3'], bucket: string, key: string): Promise<string> {
  const { ETag = '' } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  return ETag.replaceAll('"', '');
}
