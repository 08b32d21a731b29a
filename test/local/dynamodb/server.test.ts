import { join } from 'node:path';
import {
  type CreateTableCommandInput,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DynamoDbServer, startDynamoDbServer } from '../../../local/dynamodb/server.ts';
import { temporaryFolder } from '../engine/assembly-builder.ts';

const SEEN: CreateTableCommandInput = {
  TableName: 'seen',
  KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
};

let folder: ReturnType<typeof temporaryFolder>;
let server: DynamoDbServer;
const start = async (...tables: CreateTableCommandInput[]) => {
  server = await startDynamoDbServer({ directory: join(folder.path, 'dynamodb'), tables });
};
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await server.close();
  folder.remove();
});

describe('the DynamoDB server', () => {
  it('has active tables when it has started', async () => {
    await start(SEEN, { ...SEEN, TableName: 'imports' });
    for (const TableName of ['seen', 'imports']) {
      const { Table } = await server.client.send(new DescribeTableCommand({ TableName }));
      expect(Table?.TableStatus).toBe('ACTIVE');
    }
  });

  it('has its items after a restart, and also the tables of a new template', async () => {
    await start(SEEN);
    await server.client.send(new PutItemCommand({ TableName: 'seen', Item: { key: { S: 'a' } } }));
    await server.close();
    await start(SEEN, { ...SEEN, TableName: 'imports' });
    const read = (TableName: string) =>
      server.client.send(new GetItemCommand({ TableName, Key: { key: { S: 'a' } } }));
    expect((await read('seen')).Item).toEqual({ key: { S: 'a' } });
    expect((await read('imports')).Item).toBeUndefined();
  });

  it('does not start with a table that DynamoDB refuses', async () => {
    await start();
    const { AttributeDefinitions: _, ...broken } = SEEN;
    const other = startDynamoDbServer({
      directory: join(folder.path, 'other'),
      tables: [broken as CreateTableCommandInput],
    });
    await expect(other).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
