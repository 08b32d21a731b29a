// Drops one file into the embedded bucket and waits for its report.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DRY_RUN, INCOMING, reportPrefix } from '../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../lambdas/contracts/report.ts';
import { ObjectCreatedSchema } from '../lambdas/contracts/workflow.ts';
import { importIdOf } from '../lambdas/domain/imports/import-record.ts';
import type { EmbeddedCloud } from '../local/engine/embedded-cloud.ts';

/**
 * @param dryRun tries it out: nothing is sent, marked or remembered.
 * @returns the report, once the import and all it set off have ended, or its canary awaits approval.
 * @throws Error where the file starts no import: its feed waits for a manifest or `_SUCCESS`.
 */
export async function importFile(
  cloud: EmbeddedCloud,
  path: string,
  feed: string,
  dryRun = false,
): Promise<Report> {
  const root = dryRun ? DRY_RUN : INCOMING;
  const { executionArn } = await cloud.putFile(feed, basename(path), { path }, root);
  await Promise.race([cloud.execution(executionArn), waitsForWord(cloud, executionArn)]);
  await cloud.idle();
  const execution = cloud.executions().find(({ arn }) => arn === executionArn);
  const end = execution?.end;
  if (end?.status === 'SUCCEEDED' && (end.output as { status?: unknown }).status === 'skipped') {
    throw new Error(
      `${basename(path)} starts no import: the feed "${feed}" waits for what its file.trigger names.`,
    );
  }
  const importId = importIdOf(feed, ObjectCreatedSchema.parse(execution?.input));
  const Key = `${reportPrefix(feed, importId)}report.json`;
  const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
  return ReportSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
}

/** Resolves where all rests and the execution has begun: it awaits approval. The next engine on the store asks again. */
async function waitsForWord(cloud: EmbeddedCloud, executionArn: string): Promise<void> {
  await cloud.idle();
  if (!cloud.executions().some(({ arn }) => arn === executionArn)) await cloud.execution(executionArn);
}

/** Copies an import's report out of the bucket, for a browser. Returns the page's path. */
export async function copyReport(cloud: EmbeddedCloud, report: Report, store: string): Promise<string> {
  const prefix = reportPrefix(report.feed, report.importId);
  const { Contents = [] } = await cloud.s3.send(
    new ListObjectsV2Command({ Bucket: cloud.bucketName, Prefix: prefix }),
  );
  for (const { Key = '' } of Contents) {
    const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
    const path = join(resolve(store), Key);
    await mkdir(dirname(path), { recursive: true });
    await pipeline(Body as Readable, createWriteStream(path));
  }
  return join(store, prefix, 'report.html');
}
