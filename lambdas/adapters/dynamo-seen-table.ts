// The seen table in DynamoDB: one item per delivered event key, one per delivered person.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import { type ImportOrigin, originBefore202612 } from '../domain/imports/import-origin.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import type { Clock } from '../ports/clock.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { batchDelete, batchGet, batchPut, type DynamoItem } from './dynamo-batches.ts';

export function dynamoSeenTable(client: DynamoDBClient, table: string, clock: Clock): SeenTable {
  const at = { client, table, clock };
  return {
    async find(keys, reading) {
      const wanted = [...new Set(keys)].map((key) => ({ key: { S: key } }));
      const found = await batchGet(at, wanted, { consistent: reading === 'consistent' });
      return new Map(found.map(readItem).map((item) => [item.key, item]));
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
  };
}

function readItem(item: DynamoItem): SeenItem {
  return {
    key: (item.key?.S ?? '') as SeenKey,
    ...originOf(item),
    content: item.content?.S ?? '',
    ...(item.at?.N === undefined ? {} : { at: Number(item.at.N) }),
    ...(item.person?.S === undefined ? {} : { person: item.person.S }),
    ...(item.mapping?.S === undefined ? {} : { mapping: item.mapping.S }),
    ...(item.remembered?.BOOL ? { remembered: true } : {}),
  };
}

function originOf({ importId, feed, arrivedAt }: DynamoItem): ImportOrigin {
  const id = importId?.S ?? '';
  if (feed?.S === undefined || arrivedAt?.N === undefined) return originBefore202612(id);
  return { importId: id, feed: feed.S, arrivedAt: Number(arrivedAt.N) };
}
