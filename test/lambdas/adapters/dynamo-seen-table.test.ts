import {
  type BatchGetItemCommand,
  DynamoDBClient,
  type KeysAndAttributes,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoSeenTable } from '../../../lambdas/adapters/dynamo-seen-table.ts';
import type { SeenKey } from '../../../lambdas/domain/operations/keys.ts';
import type { SeenTable } from '../../../lambdas/ports/seen-table.ts';
import { SEEN_KEYS } from '../../fakes/table-keys.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';
import { type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const ITEMS = Array.from({ length: 130 }, (_, index) => ({
  key: `key-${index}` as SeenKey,
  importId: 'people-1',
  feed: 'people',
  arrivedAt: Date.UTC(2026, 0, 1),
  content: 'content',
}));
const KEYS = ITEMS.map(({ key }) => key);

let dynamodb: RunningDynamoDb;
let client: DynamoDBClient;
let clock: VirtualClock;
let name: string;
let table: SeenTable;
beforeAll(async () => {
  dynamodb = await runDynamoDb();
});
afterAll(() => dynamodb.close());
beforeEach(async () => {
  name = await dynamodb.table(...SEEN_KEYS);
  client = new DynamoDBClient({ endpoint: dynamodb.url, region: 'eu-west-1', credentials: CREDENTIALS });
  clock = virtualClock();
  table = dynamoSeenTable(client, name, clock);
});
afterEach(() => client.destroy());

describe('the seen table in DynamoDB', () => {
  it('derives feed and arrival of items that were written before 2026-12 from the id of the import', async () => {
    const importId = 'orders-eu-20261103T090000-d7fcbf1c';
    const Item = { key: { S: 'old' }, importId: { S: importId }, content: { S: 'content' }, at: { N: '5' } };
    await client.send(new PutItemCommand({ TableName: name, Item }));
    expect([...(await table.find(['old' as SeenKey])).values()]).toEqual([
      {
        key: 'old',
        importId,
        feed: 'orders-eu',
        arrivedAt: Date.UTC(2026, 10, 3, 9),
        content: 'content',
        at: 5,
      },
    ]);
  });

  it('requests again what DynamoDB leaves unprocessed, and waits in between', async () => {
    processAtMost(10);
    await table.record(ITEMS);
    const found = await table.find(KEYS);
    expect([...found.keys()].sort()).toEqual([...KEYS].sort());
    expect(clock.slept.length).toBeGreaterThan(0);
  });

  it('defers if keys stay unprocessed in every attempt', async () => {
    await table.record(ITEMS);
    processAtMost(0);
    await expect(table.find(KEYS)).rejects.toMatchObject({ name: 'DeferError', code: 'dynamodb_throttled' });
    await expect(table.record(ITEMS)).rejects.toMatchObject({ name: 'DeferError' });
  });

  it('waits longer each time before it defers', async () => {
    processAtMost(0);
    await expect(table.find([KEYS[0] as SeenKey])).rejects.toThrow();
    expect(clock.slept).toEqual([0.5, 1, 2, 4, 8, 15, 15, 15, 15]);
  });

  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'InternalServerError'])(
    'continues after a %s of the whole call',
    async (error) => {
      failFirst(2, error);
      await table.record(ITEMS.slice(0, 3));
      expect((await table.find(KEYS.slice(0, 3))).size).toBe(3);
      expect(clock.slept).toEqual([0.5, 1]);
    },
  );

  it('defers when every call is throttled', async () => {
    failFirst(Number.POSITIVE_INFINITY, 'ThrottlingException');
    await expect(table.find(KEYS)).rejects.toMatchObject({
      name: 'DeferError',
      cause: { name: 'ThrottlingException' },
    });
  });

  it('passes other errors on without a retry', async () => {
    failFirst(1, 'AccessDeniedException');
    await expect(table.find(KEYS)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(clock.slept).toEqual([]);
  });

  it('reads eventually consistent, because after a crash only the same ULID is sent again', async () => {
    const consistent: unknown[] = [];
    client.middlewareStack.add((next) => async (args) => {
      const input = args.input as BatchGetItemCommand['input'];
      consistent.push(input.RequestItems?.[name]?.ConsistentRead);
      return next(args);
    });
    await table.find(KEYS);
    expect(consistent).toEqual([false, false]);
  });
});

/** DynamoDB executes the first `most` items of each call, and returns the others as unprocessed. */
function processAtMost(most: number): void {
  client.middlewareStack.add((next, { commandName }) => async (args) => {
    const { RequestItems } = args.input as { RequestItems: Record<string, unknown> };
    const reads = commandName === 'BatchGetItemCommand';
    const asked = RequestItems[name] as KeysAndAttributes & unknown[];
    const all: readonly unknown[] = reads ? (asked.Keys ?? []) : asked;
    const pack = (items: readonly unknown[]) =>
      items.length === 0 ? {} : { [name]: reads ? { Keys: items } : items };
    const left = pack(all.slice(most));
    if (most === 0)
      return {
        response: {},
        output: { $metadata: {}, UnprocessedKeys: left, UnprocessedItems: left } as never,
      };
    const { response, output } = await next({
      ...args,
      input: { RequestItems: pack(all.slice(0, most)) } as never,
    });
    return { response, output: { ...output, UnprocessedKeys: left, UnprocessedItems: left } };
  });
}

function failFirst(times: number, error: string): void {
  let failures = 0;
  client.middlewareStack.add((next) => async (args) => {
    if (failures++ < times) throw Object.assign(new Error('not now'), { name: error });
    return next(args);
  });
}
