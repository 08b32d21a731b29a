// DynamoDB for a test file, with as many fresh tables as its tests want.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { startDynamoDbServer } from '../../local/dynamodb/server.ts';

export interface RunningDynamoDb {
  readonly url: string;
  readonly client: DynamoDBClient;
  /** Makes a table with these string keys, partition key first; returns its name. */
  table(...keys: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

/** The embedded one, or the server that `test/second-opinions` has started. */
export async function runDynamoDb(): Promise<RunningDynamoDb> {
  const { SECOND_DYNAMODB_URL: other } = process.env;
  const { url, client, close } = await (other === undefined ? startEmbedded() : connect(other));
  return {
    url,
    client,
    close,
    async table(...keys) {
      const TableName = `table-${randomUUID()}`;
      const create = new CreateTableCommand({
        TableName,
        KeySchema: keys.map((AttributeName, index) => ({
          AttributeName,
          KeyType: index === 0 ? 'HASH' : 'RANGE',
        })),
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        BillingMode: 'PAY_PER_REQUEST',
      });
      await client.send(create);
      await waitUntilTableExists({ client, minDelay: 0.02, maxDelay: 0.1, maxWaitTime: 300 }, { TableName });
      return TableName;
    },
  };
}

async function startEmbedded(): Promise<Omit<RunningDynamoDb, 'table'>> {
  const directory = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const server = await startDynamoDbServer({ directory, tables: [] });
  const close = async () => {
    await server.close();
    await rm(directory, { recursive: true });
  };
  return { ...server, close };
}

async function connect(url: string): Promise<Omit<RunningDynamoDb, 'table'>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', credentials });
  return { url, client, close: async () => client.destroy() };
}
