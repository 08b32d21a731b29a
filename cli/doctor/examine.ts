// Checks a deployment. A check that fails to run is itself a problem, and never stops the others.
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { feeds } from '../../feeds.config.ts';
import { count, number } from '../../lambdas/contracts/format.ts';
import { CustomerIoSecretSchema } from '../../lambdas/contracts/secrets.ts';
import { listImports } from '../imports/list-imports.ts';
import type { Target } from '../target/target.ts';
import { checkBucket } from './check-bucket.ts';
import { checkConcurrency } from './check-concurrency.ts';
import { type Check, type Finding, note, problem, well } from './finding.ts';
import { probeRegion } from './probe-region.ts';

export async function examine(target: Target): Promise<Check[]> {
  const checks: Record<string, () => Promise<Finding>> = {
    feeds: async () =>
      well(`${count(Object.keys(feeds.feeds).length, 'feed')}: ${Object.keys(feeds.feeds).join(', ')}`),
    'Customer.io': () => checkCustomerIo(target),
    bucket: () => checkBucket(target),
    'seen table': () => checkTable(target, target.names.seenTable),
    'imports table': () => checkTable(target, target.names.importsTable),
    functions: () => checkFunctions(target),
    'undelivered events': () => checkUndelivered(target),
    imports: () => checkImports(target),
  };
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ...(await check().catch(unreadable)) })),
  );
}

function unreadable(error: unknown): Finding {
  const { name = 'Error', message = '' } = error as Partial<Error>;
  return problem(`cannot be read: ${message || name}`);
}

async function checkCustomerIo({ secrets, names, endpoints, call }: Target): Promise<Finding> {
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: names.customerIoSecret }),
  );
  const secret = CustomerIoSecretSchema.safeParse(parseJson(SecretString));
  if (!secret.success)
    return problem(
      `the secret ${names.customerIoSecret} does not contain {"siteId", "apiKey"}. Store them: ${call('secrets --file FILE')}`,
    );
  const probe = await probeRegion(names.customerIoRegion, secret.data, endpoints?.customerIoPort);
  switch (probe.status) {
    case 'accepted':
      return probe.region === names.customerIoRegion
        ? well(`credentials accepted, region ${probe.region}`)
        : problem(
            `the account is in region ${probe.region}, but the stack sends to ${names.customerIoRegion}. Deploy with -c customerIoRegion=${probe.region}`,
          );
    case 'refused':
      return problem(
        `Customer.io refuses the credentials. Store the Track API site id and API key in the secret ${names.customerIoSecret}: ${call('secrets --file FILE')}`,
      );
    case 'unreachable':
      return problem(`Customer.io cannot be reached from this machine: ${probe.message}`);
  }
}

async function checkTable({ dynamodb, endpoints }: Target, TableName: string): Promise<Finding> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus !== 'ACTIVE')
    return problem(`${TableName} is ${Table?.TableStatus}, and must be ACTIVE`);
  if (endpoints) return well(`${TableName}, in the embedded engine`);
  const items = `${TableName}, about ${count(Table.ItemCount ?? 0, 'item')}${warmThroughput(Table)}`;
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  return PointInTimeRecoveryStatus === 'ENABLED'
    ? well(items)
    : note(`${items}. Point-in-time recovery is off`);
}

/** What the table can take without growing first (Amazon DynamoDB Developer Guide, "Warm throughput"). */
function warmThroughput({ WarmThroughput: warm }: TableDescription): string {
  if (!warm) return '';
  const { ReadUnitsPerSecond: reads = 0, WriteUnitsPerSecond: writes = 0 } = warm;
  return `, ${number(reads)} reads and ${number(writes)} writes per second from the start; for a large backfill, raise seenTableWarmThroughput`;
}

async function checkFunctions({ endpoints }: Target): Promise<Finding> {
  if (endpoints) return well('the embedded engine runs them');
  const client = new LambdaClient();
  return checkConcurrency(client, cdkJson.context).finally(() => client.destroy());
}

async function checkUndelivered({ names, endpoints }: Target): Promise<Finding> {
  if (endpoints) return well('the embedded engine writes them to its log');
  const client = new SQSClient();
  try {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl: names.undelivered,
        AttributeNames: ['ApproximateNumberOfMessages'],
      }),
    );
    const waiting = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    return waiting === 0
      ? well('none')
      : problem(
          `${waiting} in ${names.undelivered}. Each is a file that started no import, or an import whose end was not reported; see docs/operator-runbook.md#undelivered`,
        );
  } finally {
    client.destroy();
  }
}

const LAST_IMPORTS = 10;

async function checkImports({ imports }: Target): Promise<Finding> {
  const lines = await listImports(imports, { feeds: Object.keys(feeds.feeds), most: LAST_IMPORTS });
  if (lines.length === 0) return note('none yet');
  const waiting = lines.filter(({ state }) => ['failed', 'paused', 'held'].includes(state));
  if (waiting.length === 0)
    return well(`the last ${count(lines.length, 'import')}: no problem; the newest is ${lines[0]?.importId}`);
  return note(
    `${waiting.length} of the last ${lines.length} need attention: ${waiting.map(({ importId, state }) => `${importId} is ${state}`).join(', ')}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
