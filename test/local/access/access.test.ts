// No web page can reach the embedded servers: each checks the name of the machine and the credentials of the run.
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newCredentials } from '../../../local/access/credentials.ts';
import { startDynamoDbServer } from '../../../local/dynamodb/server.ts';
import { startNoticesServer } from '../../../local/notices/server.ts';
import { startS3Server } from '../../../local/s3/server.ts';
import { startSecretsServer } from '../../../local/secrets/server.ts';
import { startStepFunctionsServer } from '../../../local/step-functions/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
const credentials = newCredentials();
const started: { url: string; close: () => Promise<void> }[] = [];
const urls: Record<string, string> = {};
beforeAll(async () => {
  const s3 = await startS3Server({ directory: join(folder, 's3'), credentials });
  await s3.createBucket('bucket', { versioned: true, eventBridge: false });
  const servers = {
    s3,
    dynamodb: await startDynamoDbServer({ directory: join(folder, 'dynamodb'), tables: [], credentials }),
    secrets: await startSecretsServer({ secrets: { arn: 'secret' }, credentials }),
    steps: await startStepFunctionsServer({ DescribeExecution: async () => ({}) }, credentials),
    notices: await startNoticesServer({ credentials }),
  };
  for (const [name, server] of Object.entries(servers)) {
    urls[name] = server.url;
    started.push(server);
  }
});
afterAll(async () => {
  await Promise.all(started.map((server) => server.close()));
  rmSync(folder, { recursive: true });
});

type Access = typeof credentials;

/** A call of each service, which is accepted with the right credentials. */
const CALLS: Readonly<Record<string, (config: object) => Promise<unknown>>> = {
  s3: (config) =>
    new S3Client({ ...config, forcePathStyle: true }).send(new ListObjectsV2Command({ Bucket: 'bucket' })),
  dynamodb: (config) => new DynamoDBClient(config).send(new ListTablesCommand({})),
  secrets: (config) => new SecretsManagerClient(config).send(new GetSecretValueCommand({ SecretId: 'arn' })),
  steps: (config) => new SFNClient(config).send(new DescribeExecutionCommand({ executionArn: 'arn' })),
  notices: (config) =>
    new EventBridgeClient(config).send(
      new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}' }] }),
    ),
};
const call = (name: string, access: Access) =>
  CALLS[name]?.({ endpoint: urls[name], region: 'eu-west-1', credentials: access, maxAttempts: 1 });

/** What a page of a website can send: a request without credentials, with the name of the website in Host. */
function send(name: string, host: string, authorization?: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const headers = { host, ...(authorization !== undefined && { authorization }) };
  request(
    `${urls[name]}/bucket?list-type=2`,
    { method: name === 's3' ? 'GET' : 'POST', headers },
    (response) => {
      text(response).then(() => resolve(response.statusCode ?? 0), reject);
    },
  )
    .on('error', reject)
    .end();
  return promise;
}

describe.each(Object.keys(CALLS))('the server of %s', (name) => {
  it('accepts the credentials of this run', async () => {
    await expect(call(name, credentials)).resolves.toBeDefined();
  });

  it('refuses others', async () => {
    await expect(call(name, newCredentials())).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
  });

  it.each(['127.0.0.1', 'localhost'])('refuses a request to %s without credentials', async (host) => {
    expect(await send(name, host)).toBe(403);
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])(
    'refuses a request to %s',
    async (host) => {
      const signed = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/x, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
      expect(await send(name, host, signed)).toBe(403);
    },
  );
});

describe('the signature of a request to S3', () => {
  const client = (access: Access) =>
    new S3Client({ endpoint: urls.s3 ?? '', region: 'eu-west-1', credentials: access, forcePathStyle: true });

  it.each(['a.csv', 'incoming/people/a b+c&d=e.csv', 'ünï/漢字 (1)!.csv', "it's~*.csv", 'a//b/../c'])(
    'is right for the key %s, which the SDK encodes',
    async (Key) => {
      const s3 = client(credentials);
      await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'x' }));
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'bucket', Prefix: Key }));
      expect(Contents.map((one) => one.Key)).toEqual([Key]);
      s3.destroy();
    },
  );

  it('is wrong with the right access key and another secret', async () => {
    const s3 = client({ ...credentials, secretAccessKey: 'guessed' });
    await expect(s3.send(new ListObjectsV2Command({ Bucket: 'bucket' }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    s3.destroy();
  });
});
