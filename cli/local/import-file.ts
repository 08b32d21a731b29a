// Drops one file into the embedded bucket and waits for its report.
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DRY_RUN, INCOMING, reportPrefix } from '../../lambdas/contracts/object-keys.ts';
import { type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import { ObjectCreatedSchema } from '../../lambdas/contracts/workflow.ts';
import { importIdOf } from '../../lambdas/domain/imports/import-record.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';

export interface FileToImport {
  /** On disk. */
  readonly path: string;
  readonly feed: string;
  /** Runs every step, but sends and remembers nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * @returns the report, after the import and everything that it started have ended, or when its canary awaits approval.
 * @throws Error if the file starts no import, because its feed waits for a manifest or `_SUCCESS`.
 */
export async function importFile(
  cloud: EmbeddedCloud,
  { path, feed, dryRun }: FileToImport,
): Promise<Report> {
  const root = dryRun ? DRY_RUN : INCOMING;
  const { executionArn } = await cloud.putFile(feed, basename(path), { path }, root);
  await Promise.race([cloud.execution(executionArn), awaitsApproval(cloud, executionArn)]);
  await cloud.idle();
  const execution = cloud.executions().find(({ arn }) => arn === executionArn);
  const end = execution?.end;
  if (end?.status === 'SUCCEEDED' && (end.output as { status?: unknown }).status === 'skipped') {
    throw new Error(
      `${basename(path)} is in the bucket, but starts no import. The feed "${feed}" waits for the file that its file.trigger names: import that file next.`,
    );
  }
  const importId = importIdOf(feed, ObjectCreatedSchema.parse(execution?.input));
  const Key = `${reportPrefix(feed, importId)}report.json`;
  const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
  return ReportSchema.parse(JSON.parse((await Body?.transformToString()) ?? ''));
}

/** Resolves when the engine is idle although the execution has not ended: its canary awaits approval. */
async function awaitsApproval(cloud: EmbeddedCloud, executionArn: string): Promise<void> {
  await cloud.idle();
  if (!cloud.executions().some(({ arn }) => arn === executionArn)) await cloud.execution(executionArn);
}

/** Copies an import's report out of the bucket, so that a browser can open it. @returns the page's path. */
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
