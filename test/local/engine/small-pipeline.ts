// A small pipeline as a cloud assembly: Split reads a dropped file, Forward sends each of its lines to Customer.io,
// Report writes the result.
import { join } from 'node:path';
import { writeAssembly } from './assembly-builder.ts';

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

/** Reads the dropped file. The Map runs over its lines. */
const SPLIT = `${SDK}
  import { existsSync } from 'node:fs';
  export const handler = async ({ detail: { object } }) => {
    console.log('holding', process.pid);
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

/** The workflow calls it, and the rule on failed executions. */
const REPORT = `${SDK}
  export const handler = async (event) => {
    if (event['detail-type']) await put('reports/' + event.detail.status + '.json', event);
    else await put('reports/good.json', event);
    return event.statuses ?? null;
  };`;

export const DEFINITION = {
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

/** Writes the assembly to the folder, and returns it. While `<folder>/hold` exists, hold.csv is not read. */
export function writeSmallPipeline(folder: string): string {
  const environment = {
    BUCKET_NAME: { Ref: 'ImportBucket' },
    TABLE_NAME: { Ref: 'LinesTable' },
    HOLD: join(folder, 'hold'),
  };
  const functions = {
    Split: { code: SPLIT, environment },
    Forward: {
      code: FORWARD,
      environment: { ...environment, CUSTOMERIO_SECRET_ARN: { Ref: 'Credentials' } },
    },
    Report: { code: REPORT, environment },
  };
  return writeAssembly(folder, { functions, definition: DEFINITION, resources: RESOURCES });
}
