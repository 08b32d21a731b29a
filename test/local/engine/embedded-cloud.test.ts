import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '../../../local/engine/embedded-cloud.ts';
import { findEngine } from '../../../local/engine/engine-address.ts';
import type { ExecutionProgress } from '../../../local/engine/executions.ts';
import { temporaryFolder } from './assembly-builder.ts';
import { writeSmallPipeline } from './small-pipeline.ts';

let folder: ReturnType<typeof temporaryFolder>;
let assembly: string;
let cloud: EmbeddedCloud;
const hold = () => join(folder.path, 'hold');

beforeEach(() => {
  folder = temporaryFolder();
  assembly = writeSmallPipeline(folder.path);
});
afterEach(async () => {
  await cloud?.close();
  folder.remove();
});

async function start(options: Partial<EmbeddedCloudOptions> = {}) {
  cloud = await startEmbeddedCloud({ assembly, store: join(folder.path, 'store'), ...options });
}

async function read(key: string) {
  const found = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key: key }));
  return JSON.parse((await found.Body?.transformToString()) ?? '');
}

describe('the embedded cloud', () => {
  it('runs a dropped file through the functions of the template', async () => {
    await start();
    const { key, versionId, executionArn } = await cloud.putFile('people', 'a.csv', 'ada\ngrace');
    expect(await cloud.execution(executionArn)).toEqual({ status: 'SUCCEEDED', output: [200, 200] });
    expect(key).toBe('incoming/people/a.csv');
    expect(cloud.executionOf(key, versionId)).toBe(executionArn);
    expect(cloud.standIn.requests.map(({ status }) => status)).toEqual([200, 200]);
    expect(await read('reports/good.json')).toEqual({ key, lines: ['ada', 'grace'], statuses: [200, 200] });
    expect(cloud.executions()).toHaveLength(1);
    expect(Object.keys(cloud.memory()).sort()).toEqual(['Forward', 'Report', 'Split']);
  });

  it('publishes its address while it runs', async () => {
    const store = join(folder.path, 'store');
    await start();
    expect(findEngine(store)).toEqual({ process: process.pid, ...cloud.address });
    const { s3: endpoint, credentials } = cloud.address.endpoints;
    const s3 = new S3Client({ endpoint, credentials, region: 'eu-west-1', forcePathStyle: true });
    await cloud.putFile('people', 'a.csv', 'ada');
    const { Contents } = await s3.send(
      new ListObjectsV2Command({ Bucket: cloud.bucketName, Prefix: 'incoming/' }),
    );
    expect(Contents?.map(({ Key }) => Key)).toEqual(['incoming/people/a.csv']);
    s3.destroy();
    await cloud.close();
    expect(findEngine(store)).toBeUndefined();
  });

  it('is not found if its process was killed', () => {
    writeFileSync(
      join(folder.path, 'engine.json'),
      JSON.stringify({ process: 2 ** 30, endpoints: {}, outputs: {} }),
    );
    expect(findEngine(folder.path)).toBeUndefined();
  });

  it('sends the event of a failed execution to the rule on failed executions', async () => {
    await start();
    const { executionArn, key } = await cloud.putFile('people', 'a.csv', '');
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'FAILED', error: 'Empty' });
    await cloud.idle();
    const event = await read('reports/FAILED.json');
    expect(event).toMatchObject({
      source: 'aws.states',
      detail: { executionArn, status: 'FAILED', error: 'Empty' },
    });
    expect(JSON.parse(event.detail.input).detail.object.key).toBe(key);
  });

  it('keeps everything after a restart', async () => {
    await start();
    await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.idle();
    await cloud.close();
    await start();
    await cloud.idle();
    expect(cloud.executions()).toMatchObject([{ end: { status: 'SUCCEEDED' } }]);
    expect(await read('reports/good.json')).toMatchObject({ lines: ['ada'] });
    expect(cloud.standIn.requests).toEqual([]);
  });

  it('resumes executions that were running when it was closed', async () => {
    await start();
    writeFileSync(hold(), '');
    const { executionArn } = await cloud.putFile('people', 'hold.csv', 'ada');
    await cloud.close();
    const { promise: resumed, resolve } = Promise.withResolvers<ExecutionProgress>();
    await start({ onProgress: (event) => event.kind === 'resumed' && resolve(event) });
    expect(await resumed).toMatchObject({ execution: executionArn });
    rmSync(hold());
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('starts an execution for a file whose event was lost', async () => {
    await start();
    const { executionArn } = await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.idle();
    await cloud.close();
    rmSync(join(folder.path, 'store', 'executions'), { recursive: true });
    await start();
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('does not let a second engine use its store', async () => {
    await start();
    await expect(startEmbeddedCloud({ assembly, store: join(folder.path, 'store') })).rejects.toThrow(
      /Another engine/,
    );
  });
});
