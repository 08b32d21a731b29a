// An embedded engine for a test file: the one that the files of a worker share, emptied, or one of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  type KeySchemaElement,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { keptAssembly } from '../../cli/local/kept-assembly.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import type { EmbeddedCloud, EmbeddedCloudOptions } from '../../local/engine/embedded-cloud.ts';
import { REGION } from '../../local/engine/local-names.ts';
import { feeds as sharedFeeds } from '../integration/feeds.ts';
import { ENVIRONMENTS_PER_FUNCTION, type RunningEngine, WAIT_SECONDS } from './worker-engine.ts';

export interface TestEngine extends RunningEngine {
  readonly close: () => Promise<void>;
}

export interface EngineOptions extends Pick<EmbeddedCloudOptions, 'customerIo' | 'onProgress'> {
  readonly feeds: Feeds;
  /** Settings that differ from cdk.json's. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** Pacing is for production. */
const CONTEXT = { requestsPerSecond: 200 };
/** Most items of a BatchWriteItem. */
const BATCH = 25;

/** The engine of this worker, with the feeds of test/integration/feeds.ts, and nothing in its bucket, its tables and Customer.io. */
export async function useWorkerEngine(onProgress?: EmbeddedCloudOptions['onProgress']): Promise<TestEngine> {
  const shared = globalThis.csvToCustomerIoEngine;
  const { cloud, ...engine } = await shared.use(keptAssembly({ feeds: sharedFeeds, context: CONTEXT }));
  const { endpoints } = cloud.address;
  const config = { region: REGION, credentials: endpoints.credentials };
  // The SDK's paginators want clients of their own copy of the SDK, which is that of this test file.
  const s3 = new S3Client({ ...config, endpoint: endpoints.s3, forcePathStyle: true });
  const dynamodb = new DynamoDBClient({ ...config, endpoint: endpoints.dynamodb });
  await cloud.idle();
  await clear({ ...cloud, s3, dynamodb });
  shared.onProgress = onProgress ?? (() => undefined);
  return {
    ...engine,
    cloud: { ...cloud, s3, dynamodb, notices: noticesFromNowOn(cloud) },
    close: async () => {
      await cloud.idle();
      shared.onProgress = () => undefined;
      s3.destroy();
      dynamodb.destroy();
    },
  };
}

/** For feeds or settings that the shared engine does not have. */
export async function startOwnEngine({ feeds, context, ...options }: EngineOptions): Promise<TestEngine> {
  const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  const assembly = keptAssembly({ feeds, context: { ...CONTEXT, ...context } });
  const { startEmbeddedCloud } = await import('../../local/engine/embedded-cloud.ts');
  const cloud = await startEmbeddedCloud({
    ...options,
    assembly,
    store,
    environmentsPerFunction: ENVIRONMENTS_PER_FUNCTION,
    waitSeconds: () => WAIT_SECONDS,
    retrySeconds: () => WAIT_SECONDS,
  });
  const close = async () => {
    await cloud.close();
    rmSync(store, { recursive: true, force: true });
  };
  return { cloud, assembly, store, close };
}

function noticesFromNowOn({ notices }: EmbeddedCloud): EmbeddedCloud['notices'] {
  const [events, messages] = [notices.events.length, notices.messages.length];
  return {
    get events() {
      return notices.events.slice(events);
    },
    get messages() {
      return notices.messages.slice(messages);
    },
  };
}

async function clear(cloud: EmbeddedCloud): Promise<void> {
  await Promise.all([
    clearBucket(cloud),
    ...cloud.template.tables.map(({ create }) => clearTable(cloud, create)),
  ]);
  cloud.standIn.clear();
}

async function clearBucket({ s3, bucketName: Bucket }: EmbeddedCloud): Promise<void> {
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) return;
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }
}

async function clearTable(
  { dynamodb }: EmbeddedCloud,
  {
    TableName = '',
    KeySchema = [],
  }: { TableName?: string | undefined; KeySchema?: KeySchemaElement[] | undefined },
): Promise<void> {
  const names = KeySchema.map(({ AttributeName = '' }) => AttributeName);
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, { TableName })) {
    for (let start = 0; start < Items.length; start += BATCH) {
      const requests = Items.slice(start, start + BATCH).map((item) => ({
        DeleteRequest: { Key: Object.fromEntries(names.map((name) => [name, item[name] ?? { S: '' }])) },
      }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    }
  }
}
