// DynamoDB in memory, synchronous and in one thread. It passes the same suites as dynalite in test/lambdas/ports.
// Items are not copied, because the SDK does not change them.
import { ConditionalCheckFailedException, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { type DynamoItem, holds, type Scope, updated } from './dynamo-expressions.ts';

/** The part of a command of the SDK that is read. */
export interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Input;
}

interface Input {
  readonly TableName?: string;
  readonly Key?: DynamoItem;
  readonly Item?: DynamoItem;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: DynamoItem;
  // biome-ignore lint/suspicious/noExplicitAny: has one of two shapes, keys or write requests
  readonly RequestItems?: Readonly<Record<string, any>>;
}

export interface MemoryDynamoDb {
  /** Runs the command. @throws ConditionalCheckFailedException */
  execute(command: Command): object;
  /** A client whose calls all use `send`, which calls `execute` at any time. */
  client(send: (command: Command) => Promise<object>): DynamoDBClient;
  /** The items of a table, in any order. */
  items(table: string): readonly DynamoItem[];
  clear(table: string): void;
}

/** The items of one table by their printed keys. */
interface Table {
  readonly keyNames: readonly string[];
  readonly items: Map<string, DynamoItem>;
}

type Tables = ReadonlyMap<string, Table>;

/** @param keys names of each table's keys, partition key first. */
export function memoryDynamoDb(keys: Readonly<Record<string, readonly string[]>>): MemoryDynamoDb {
  const tables: Tables = new Map(
    Object.entries(keys).map(([name, keyNames]) => [name, { keyNames, items: new Map() }]),
  );
  return {
    execute: (command) => {
      const { name } = command.constructor;
      const execute = COMMANDS[name];
      if (execute === undefined) throw new Error(`memory-dynamodb does not know ${name}`);
      return execute(command.input, tables);
    },
    client: (send) => Object.create(DynamoDBClient.prototype, { send: { value: send } }) as DynamoDBClient,
    items: (table) => [...open(tables, table).items.values()],
    clear: (table) => open(tables, table).items.clear(),
  };
}

const COMMANDS: Readonly<Record<string, (input: Input, tables: Tables) => object>> = {
  GetItemCommand: (input, tables) => {
    const { item } = find(input, tables);
    return item ? { Item: item } : {};
  },
  PutItemCommand: (input, tables) => {
    const { items, key } = find(input, tables);
    items.set(key, input.Item ?? {});
    return {};
  },
  UpdateItemCommand: (input, tables) => {
    const { items, key, item } = find(input, tables);
    const before = item ?? { ...input.Key };
    const after = updated(input.UpdateExpression ?? '', before, scopeOf(input, before));
    items.set(key, after);
    return { Attributes: after };
  },
  DeleteItemCommand: (input, tables) => {
    const { items, key } = find(input, tables);
    items.delete(key);
    return {};
  },
  QueryCommand: (input, tables) => {
    const { TableName = '', KeyConditionExpression, ScanIndexForward = true, Limit } = input;
    const found = [...open(tables, TableName).items]
      .filter(([, item]) => holds(KeyConditionExpression, scopeOf(input, item)))
      .sort(([a], [b]) => (a < b === ScanIndexForward ? -1 : 1));
    return { Items: found.slice(0, Limit).map(([, item]) => item) };
  },
  BatchGetItemCommand: ({ RequestItems = {} }, tables) => ({
    Responses: Object.fromEntries(
      Object.entries(RequestItems).map(([name, { Keys }]) => [name, getAll(open(tables, name), Keys)]),
    ),
  }),
  BatchWriteItemCommand: ({ RequestItems = {} }, tables) => {
    for (const [name, requests] of Object.entries(RequestItems)) writeAll(open(tables, name), requests);
    return {};
  },
};

function open(tables: Tables, name: string): Table {
  const table = tables.get(name);
  if (table === undefined) throw new Error(`there is no table ${name}`);
  return table;
}

/** The item of a command, after its condition was checked. */
function find(input: Input, tables: Tables) {
  const { TableName = '', Key, Item } = input;
  const table = open(tables, TableName);
  const key = keyOf(table, Key ?? Item ?? {});
  const item = table.items.get(key);
  if (!holds(input.ConditionExpression, scopeOf(input, item))) {
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }
  return { items: table.items, key, item };
}

function getAll(table: Table, keys: readonly DynamoItem[]): DynamoItem[] {
  return keys.map((key) => table.items.get(keyOf(table, key))).filter((item) => item !== undefined);
}

function writeAll(table: Table, requests: readonly WriteRequest[]): void {
  for (const { PutRequest, DeleteRequest } of requests) {
    if (PutRequest?.Item) table.items.set(keyOf(table, PutRequest.Item), PutRequest.Item);
    if (DeleteRequest?.Key) table.items.delete(keyOf(table, DeleteRequest.Key));
  }
}

function keyOf({ keyNames }: Table, item: DynamoItem): string {
  return keyNames.map((name) => item[name]?.S).join('\0');
}

function scopeOf(input: Input, item: DynamoItem | undefined): Scope {
  return {
    item,
    names: input.ExpressionAttributeNames ?? {},
    values: input.ExpressionAttributeValues ?? {},
  };
}

/** A client of one table in memory, whose calls take effect immediately. */
export function memoryClient(table: string, keys: readonly string[]): DynamoDBClient {
  const memory = memoryDynamoDb({ [table]: keys });
  return memory.client(async (command) => memory.execute(command));
}
