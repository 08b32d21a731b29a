// DynamoDB for a test file, with as many fresh tables as its tests want.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, type DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { startDynamoDbServer } from '../../local/dynamodb/server.ts';

export interface RunningDynamoDb {
  readonly url: string;
  readonly client: DynamoDBClient;
  /** Makes a table with these string keys, partition key first; returns its name. */
  table(...keys: readonly string[]): Promise<string>;
  close(): Promise<void>;
}

export async function runDynamoDb(): Promise<RunningDynamoDb> {
  const directory = await mkdtemp(join(tmpdir(), 'dynamodb-'));
  const server = await startDynamoDbServer({ directory, tables: [] });
  const { client, url } = server;
  let tables = 0;
  return {
    url,
    client,
    async table(...keys) {
      const TableName = `table-${++tables}`;
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
    async close() {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}
