// The seen table in DynamoDB: one item per delivered event key, one per delivered person.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { readSeenItem, type SeenItem } from '../domain/delivery/seen-item.ts';
import type { Clock } from '../ports/clock.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { batchDelete, batchGet, batchPut, type DynamoItem } from './dynamo-batches.ts';

export function dynamoSeenTable(client: DynamoDBClient, table: string, clock: Clock): SeenTable {
  const at = { client, table, clock };
  return {
    async find(keys, reading) {
      const wanted = [...new Set(keys)].map((key) => ({ key: { S: key } }));
      const found = await batchGet(at, wanted, { consistent: reading === 'consistent' });
      return new Map(found.map((item) => readSeenItem(unmarshall(item))).map((item) => [item.key, item]));
    },
    async record(items) {
      const byKey = new Map(items.map((item) => [item.key, item]));
      await batchPut(at, [...byKey.values()].map(printItem));
    },
    async forget(keys) {
      await batchDelete(
        at,
        [...new Set(keys)].map((key) => ({ key: { S: key } })),
      );
    },
  };
}

function printItem({ key, importId, feed, arrivedAt, content, at, ...more }: SeenItem): DynamoItem {
  return {
    key: { S: key },
    importId: { S: importId },
    feed: { S: feed },
    arrivedAt: { N: String(arrivedAt) },
    content: { S: content },
    ...(at === undefined ? {} : { at: { N: String(at) } }),
    ...(more.person === undefined ? {} : { person: { S: more.person } }),
    ...(more.mapping === undefined ? {} : { mapping: { S: more.mapping } }),
    ...(more.remembered ? { remembered: { BOOL: true } } : {}),
    ...(more.attributes === undefined ? {} : { held: { B: more.attributes } }),
  };
}
