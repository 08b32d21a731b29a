// Batch calls of DynamoDB, which may process only a part: the rest is requested again, after longer and longer waits.
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

export interface BatchTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
}

export interface BatchGetOptions {
  /** Also finds what was written a moment ago, at twice the price. */
  readonly consistent?: boolean;
}

/** The items of these keys that exist, in no order. Keys must differ. */
export async function batchGet(
  { client, table, clock }: BatchTable,
  keys: readonly DynamoItem[],
  { consistent = false }: BatchGetOptions = {},
): Promise<DynamoItem[]> {
  const found: DynamoItem[] = [];
  await inPieces(keys, GET_ITEMS, clock, async (piece) => {
    const request = { RequestItems: { [table]: { Keys: [...piece], ConsistentRead: consistent } } };
    const { Responses, UnprocessedKeys } = await client.send(new BatchGetItemCommand(request));
    found.push(...(Responses?.[table] ?? []));
    return UnprocessedKeys?.[table]?.Keys ?? [];
  });
  return found;
}

/** Puts all items, overwriting. Their keys must differ. */
export async function batchPut(at: BatchTable, items: readonly DynamoItem[]): Promise<void> {
  await batchWrite(
    at,
    items.map((Item) => ({ PutRequest: { Item } })),
  );
}

/** Deletes the items of all keys, whether they exist or not. Keys must differ. */
export async function batchDelete(at: BatchTable, keys: readonly DynamoItem[]): Promise<void> {
  await batchWrite(
    at,
    keys.map((Key) => ({ DeleteRequest: { Key } })),
  );
}

async function batchWrite(
  { client, table, clock }: BatchTable,
  requests: readonly WriteRequest[],
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
      throw new DeferError('dynamodb_throttled', 'DynamoDB left items unprocessed in every attempt.', {
        cause,
      });
    await clock.sleep(backoffSeconds(attempt, undefined, clock.random()));
  }
}

/** The items that a call did not process: all of them if the call was throttled. */
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
