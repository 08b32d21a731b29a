// Batch calls of DynamoDB, which may answer with a part only: the rest is asked for again, more and more slowly.
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { backoffSeconds } from '../domain/delivery/backoff.ts';
import { DeferError } from '../domain/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { isBusy } from './busy.ts';

export type DynamoItem = Record<string, AttributeValue>;

/** Limits of one call (DynamoDB API reference: BatchGetItem 100 items, BatchWriteItem 25). */
const GET_ITEMS = 100;
const WRITE_ITEMS = 25;
const CALLS_AT_ONCE = 8;
const ATTEMPTS = 10;

/** The items of those keys that exist, in no order. Keys must differ. */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  keys: readonly DynamoItem[],
  clock: Clock,
  ConsistentRead = false,
): Promise<DynamoItem[]> {
  const found: DynamoItem[] = [];
  await inPieces(keys, GET_ITEMS, clock, async (piece) => {
    const request = { RequestItems: { [table]: { Keys: [...piece], ConsistentRead } } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(request));
    found.push(...(Responses?.[table] ?? []));
    return UnprocessedKeys?.[table]?.Keys ?? [];
  });
  return found;
}

/** Puts all items, overwriting. Their keys must differ. */
export async function batchPut(
  client: DynamoDBClient,
  table: string,
  items: readonly DynamoItem[],
  clock: Clock,
): Promise<void> {
  await batchWrite(
    client,
    table,
    items.map((Item) => ({ PutRequest: { Item } })),
    clock,
  );
}

/** Deletes the items of all keys, whether they exist or not. Keys must differ. */
export async function batchDelete(
  client: DynamoDBClient,
  table: string,
  keys: readonly DynamoItem[],
  clock: Clock,
): Promise<void> {
  await batchWrite(
    client,
    table,
    keys.map((Key) => ({ DeleteRequest: { Key } })),
    clock,
  );
}

async function batchWrite(
  client: DynamoDBClient,
  table: string,
  requests: readonly WriteRequest[],
  clock: Clock,
): Promise<void> {
  await inPieces(requests, WRITE_ITEMS, clock, async (piece) => {
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: [...piece] } }),
    );
    return UnprocessedItems?.[table] ?? [];
  });
}

async function inPieces<Item>(
  items: readonly Item[],
  size: number,
  clock: Clock,
  call: (piece: readonly Item[]) => Promise<readonly Item[]>,
): Promise<void> {
  const pieces: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += size) pieces.push(items.slice(at, at + size));
  for (let at = 0; at < pieces.length; at += CALLS_AT_ONCE) {
    await Promise.all(
      pieces.slice(at, at + CALLS_AT_ONCE).map((piece) => untilProcessed(piece, clock, call)),
    );
  }
}

async function untilProcessed<Item>(
  piece: readonly Item[],
  clock: Clock,
  call: (piece: readonly Item[]) => Promise<readonly Item[]>,
): Promise<void> {
  let rest = piece;
  for (let attempt = 1; rest.length > 0; attempt++) {
    const { left, cause } = await callOnce(rest, call);
    rest = left;
    if (rest.length === 0) return;
    if (attempt === ATTEMPTS)
      throw new DeferError('dynamodb_throttled', 'DynamoDB left items unprocessed throughout.', { cause });
    await clock.sleep(backoffSeconds(attempt, undefined, clock.random()));
  }
}

/** What a call leaves to be done; throttled as a whole, it is the whole. */
async function callOnce<Item>(
  items: readonly Item[],
  call: (piece: readonly Item[]) => Promise<readonly Item[]>,
): Promise<{ readonly left: readonly Item[]; readonly cause?: unknown }> {
  try {
    return { left: await call(items) };
  } catch (cause) {
    if (isBusy(cause)) return { left: items, cause };
    throw cause;
  }
}
