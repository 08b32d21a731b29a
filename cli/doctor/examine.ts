// Looks a deployment over. A check that cannot be made is itself something to mend, and never ends the others.
import { DescribeContinuousBackupsCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { feeds } from '../../feeds.config.ts';
import { CustomerIoSecretSchema } from '../../lambdas/contracts/secrets.ts';
import { listImports } from '../imports/list-imports.ts';
import type { Target } from '../target/target.ts';
import { checkBucket } from './check-bucket.ts';
import { type Check, type Finding, mend, note, well } from './finding.ts';
import { probeRegion } from './probe-region.ts';

export async function examine(target: Target): Promise<Check[]> {
  const checks: Record<string, () => Promise<Finding>> = {
    feeds: async () =>
      well(`${Object.keys(feeds.feeds).length} feeds: ${Object.keys(feeds.feeds).join(', ')}`),
    'Customer.io': () => checkCustomerIo(target),
    bucket: () => checkBucket(target),
    'seen table': () => checkTable(target, target.names.seenTable),
    'imports table': () => checkTable(target, target.names.importsTable),
    'undelivered events': () => checkUndelivered(target),
    imports: () => checkImports(target),
  };
  return Promise.all(
    Object.entries(checks).map(async ([name, check]) => ({ name, ...(await check().catch(cannotTell)) })),
  );
}

function cannotTell(error: unknown): Finding {
  const { name = 'Error', message = '' } = error as Partial<Error>;
  return mend(`cannot be read: ${message || name}`);
}

async function checkCustomerIo({ secrets, names, endpoints }: Target): Promise<Finding> {
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: names.customerIoSecret }),
  );
  const secret = CustomerIoSecretSchema.safeParse(parseJson(SecretString));
  if (!secret.success)
    return mend(
      `the secret ${names.customerIoSecret} holds no {"siteId", "apiKey"}: put them in, see docs/deployment.md`,
    );
  const probe = await probeRegion(names.customerIoRegion, secret.data, endpoints?.customerIoPort);
  switch (probe.status) {
    case 'accepted':
      return probe.region === names.customerIoRegion
        ? well(`credentials accepted, region ${probe.region}`)
        : mend(
            `the account is in ${probe.region}, the stack sends to ${names.customerIoRegion}: deploy with -c customerIoRegion=${probe.region}`,
          );
    case 'refused':
      return mend('the credentials are refused: put the Track API site id and API key into the secret');
    case 'unreachable':
      return mend(`Customer.io cannot be reached from here: ${probe.message}`);
  }
}

async function checkTable({ dynamodb, endpoints }: Target, TableName: string): Promise<Finding> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus !== 'ACTIVE') return mend(`${TableName} is ${Table?.TableStatus}`);
  if (endpoints) return well(`${TableName}, of the embedded engine`);
  const items = `${TableName}, about ${(Table.ItemCount ?? 0).toLocaleString('en-US')} items`;
  const { ContinuousBackupsDescription } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const { PointInTimeRecoveryStatus } = ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  return PointInTimeRecoveryStatus === 'ENABLED' ? well(items) : note(`${items}; no point-in-time recovery`);
}

async function checkUndelivered({ names, endpoints }: Target): Promise<Finding> {
  if (endpoints) return well('the embedded engine keeps them in its logs');
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
      : mend(
          `${waiting} in ${names.undelivered}: each is a file that started no import, or an end that was not reported`,
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
    return well(`the last ${lines.length} are well, the newest ${lines[0]?.importId}`);
  return note(
    `of the last ${lines.length}: ${waiting.map(({ importId, state }) => `${importId} ${state}`).join(', ')}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
