import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EmbeddedCloud,
  type EmbeddedCloudOptions,
  startEmbeddedCloud,
} from '../../../local/engine/embedded-cloud.ts';
import type { ExecutionProgress } from '../../../local/engine/executions.ts';
import { temporaryFolder, writeAssembly } from './assembly-builder.ts';

const SDK = `
  import { createRequire } from 'node:module';
  const require = createRequire(${JSON.stringify(import.meta.url)});
  const { S3Client, GetObjectCommand, PutObjectCommand } = require('@aws-sdk/client-s3');
  const { DynamoDBClient, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
  const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager');
  const s3 = new S3Client({ forcePathStyle: process.env.S3_FORCE_PATH_STYLE === 'true' });
  const { BUCKET_NAME: Bucket, TABLE_NAME: TableName } = process.env;
  const put = (Key, value) => s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(value) }));
`;

/** Reads the dropped file: its lines are what the Map runs over. hold.csv waits as long as the file HOLD is there. */
const SPLIT = `${SDK}
  import { existsSync } from 'node:fs';
  export const handler = async ({ detail: { object } }) => {
    while (object.key.endsWith('hold.csv') && existsSync(process.env.HOLD)) await new Promise((r) => setTimeout(r, 20));
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: object.key, VersionId: object['version-id'] }));
    const text = await found.Body.transformToString();
    if (text === '') throw Object.assign(new Error('nothing in it'), { name: 'Empty' });
    return { key: object.key, lines: text.split('\\n') };
  };`;

/** Sends its line to Customer.io, with the credentials of the secret, and counts it in the table. */
const FORWARD = `${SDK}
  export const handler = async ({ line }) => {
    const secrets = new SecretsManagerClient({});
    const found = await secrets.send(new GetSecretValueCommand({ SecretId: process.env.CUSTOMERIO_SECRET_ARN }));
    const { siteId, apiKey } = JSON.parse(found.SecretString);
    const answer = await fetch(\`http://127.0.0.1:\${process.env.CUSTOMERIO_LOOPBACK_PORT}/api/v2/batch\`, {
      method: 'POST',
      headers: { authorization: 'Basic ' + btoa(siteId + ':' + apiKey), 'content-type': 'application/json' },
      body: JSON.stringify({ batch: [
        { type: 'person', action: 'identify', identifiers: { id: line }, attributes: { seen: true } },
      ] }),
    });
    await new DynamoDBClient({}).send(new UpdateItemCommand({
      TableName, Key: { key: { S: line } }, UpdateExpression: 'ADD calls :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }));
    return answer.status;
  };`;

/** Called by the workflow, and by the rule on broken executions. */
const REPORT = `${SDK}
  export const handler = async (event) => {
    if (event['detail-type']) await put('reports/' + event.detail.status + '.json', event);
    else await put('reports/good.json', event);
    return event.statuses ?? null;
  };`;

const DEFINITION = {
  StartAt: 'Split',
  States: {
    Split: { Type: 'Task', Resource: '{{Split}}', Next: 'Forward' },
    Forward: {
      Type: 'Map',
      ItemsPath: '$.lines',
      ItemSelector: { 'line.$': '$$.Map.Item.Value' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Forward line',
        States: { 'Forward line': { Type: 'Task', Resource: '{{Forward}}', End: true } },
      },
      ResultPath: '$.statuses',
      Next: 'Report',
    },
    Report: { Type: 'Task', Resource: '{{Report}}', End: true },
  },
};

const rule = (pattern: object, target: unknown) => ({
  Type: 'AWS::Events::Rule',
  Properties: { EventPattern: pattern, Targets: [{ Id: 'Target0', Arn: target }] },
});

const RESOURCES = {
  ImportBucket: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    },
  },
  LinesTable: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    },
  },
  Credentials: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
  Dropped: rule(
    {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: [{ Ref: 'ImportBucket' }] }, object: { key: [{ prefix: 'incoming/' }] } },
    },
    { Ref: 'Machine' },
  ),
  Broken: rule(
    {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [{ Ref: 'Machine' }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    { 'Fn::GetAtt': ['Report', 'Arn'] },
  ),
};

let folder: ReturnType<typeof temporaryFolder>;
let assembly: string;
let cloud: EmbeddedCloud;
const hold = () => join(folder.path, 'hold');

beforeEach(() => {
  folder = temporaryFolder();
  const environment = {
    BUCKET_NAME: { Ref: 'ImportBucket' },
    TABLE_NAME: { Ref: 'LinesTable' },
    HOLD: hold(),
  };
  const functions = {
    Split: { code: SPLIT, environment },
    Forward: {
      code: FORWARD,
      environment: { ...environment, CUSTOMERIO_SECRET_ARN: { Ref: 'Credentials' } },
    },
    Report: { code: REPORT, environment },
  };
  assembly = writeAssembly(folder.path, { functions, definition: DEFINITION, resources: RESOURCES });
});
afterEach(async () => {
  await cloud.close();
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
  it('runs what is dropped through the functions of the template, as it is wired there', async () => {
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

  it('runs the very definition of the template', async () => {
    await start();
    const arn = (name: string) => `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
    expect(cloud.definition).toBe(
      JSON.stringify(DEFINITION).replace(/\{\{(\w+)\}\}/g, (_, name) => arn(name)),
    );
  });

  it('streams a file from disk', async () => {
    await start();
    const path = join(folder.path, 'people.csv');
    writeFileSync(path, 'ada');
    const { executionArn } = await cloud.putFile('people', 'a.csv', { path });
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tells the rule on broken executions of one that failed', async () => {
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

  it('starts nothing for what no rule waits for', async () => {
    await start();
    await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.idle();
    expect(cloud.executions()).toHaveLength(1); // and none for reports/good.json
  });

  it('tells how far it is', async () => {
    const progress: ExecutionProgress[] = [];
    await start({ onProgress: (event) => progress.push(event) });
    const { executionArn: execution } = await cloud.putFile('people', 'a.csv', 'ada\ngrace');
    await cloud.idle();
    expect(progress[0]).toEqual({ execution, kind: 'started' });
    expect(progress).toContainEqual({ execution, kind: 'entered', state: 'Forward', items: 2 });
    expect(progress.at(-1)).toMatchObject({ execution, kind: 'ended', end: { status: 'SUCCEEDED' } });
  });

  it('keeps everything over a restart', async () => {
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

  it('takes up again what was running when it was closed', async () => {
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

  it('starts what was dropped while its event was lost', async () => {
    await start();
    const { executionArn } = await cloud.putFile('people', 'a.csv', 'ada');
    await cloud.idle();
    await cloud.close();
    rmSync(join(folder.path, 'store', 'executions'), { recursive: true });
    await start();
    expect(await cloud.execution(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps a second engine off its store', async () => {
    await start();
    await expect(startEmbeddedCloud({ assembly, store: join(folder.path, 'store') })).rejects.toThrow(
      /Another engine/,
    );
  });

  it('lets the store go where it cannot start', async () => {
    await start();
    await cloud.close();
    const template = join(assembly, 'Stack.template.json');
    const working = readFileSync(template, 'utf8');
    writeFileSync(template, working.replace('"Type\\":\\"Map\\"', '"ItemReader\\":{},\\"Type\\":\\"Map\\"'));
    await expect(start()).rejects.toThrow(/ItemReader/);
    expect(existsSync(join(folder.path, 'store', 'engine.lock'))).toBe(false);
    writeFileSync(template, working);
    await start();
  });
});
