// DynamoDB in memory, synchronous and in one thread. It passes the same suites as dynalite in test/lambdas/ports.
// Items are not copied, because the SDK does not change them.
import { ConditionalCheckFailedException, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { type DynamoItem, holds, updated } from './dynamo-expressions.ts';

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

/** @param keys names of each table's keys, partition key first. */
export function memoryDynamoDb(keys: Readonly<Record<string, readonly string[]>>): MemoryDynamoDb {
  const tables = new Map(Object.keys(keys).map((name) => [name, new Map<string, DynamoItem>()]));
  const open = (name: string): Map<string, DynamoItem> => {
    const table = tables.get(name);
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  };
  const keyOf = (table: string, item: DynamoItem) =>
    (keys[table] ?? []).map((name) => item[name]?.S).join('\0');
  const scopeOf = (input: Input, item: DynamoItem | undefined) => ({
    item,
    names: input.ExpressionAttributeNames ?? {},
    values: input.ExpressionAttributeValues ?? {},
  });

  /** The item of a command, after its condition was checked. */
  const find = (input: Input) => {
    const { TableName = '', Key, Item } = input;
    const table = open(TableName);
    const key = keyOf(TableName, Key ?? Item ?? {});
    const item = table.get(key);
    if (!holds(input.ConditionExpression, scopeOf(input, item))) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    return { table, key, item };
  };

  const commands: Readonly<Record<string, (input: Input) => object>> = {
    GetItemCommand: (input) => {
      const { item } = find(input);
      return item ? { Item: item } : {};
    },
    PutItemCommand: (input) => {
      const { table, key } = find(input);
      table.set(key, input.Item ?? {});
      return {};
    },
    UpdateItemCommand: (input) => {
      const { table, key, item } = find(input);
      const before = item ?? { ...input.Key };
      const after = updated(input.UpdateExpression ?? '', before, scopeOf(input, before));
      table.set(key, after);
      return { Attributes: after };
    },
    DeleteItemCommand: (input) => {
      const { table, key } = find(input);
      table.delete(key);
      return {};
    },
    QueryCommand: (input) => {
      const { TableName = '', KeyConditionExpression, ScanIndexForward = true, Limit } = input;
      const found = [...open(TableName).entries()]
        .filter(([, item]) => holds(KeyConditionExpression, scopeOf(input, item)))
        .sort(([a], [b]) => (a < b === ScanIndexForward ? -1 : 1));
      return { Items: found.slice(0, Limit).map(([, item]) => item) };
    },
    BatchGetItemCommand: ({ RequestItems = {} }) => ({
      Responses: Object.fromEntries(
        Object.entries(RequestItems).map(([name, { Keys }]) => [
          name,
          (Keys as DynamoItem[])
            .map((key) => open(name).get(keyOf(name, key)))
            .filter((item) => item !== undefined),
        ]),
      ),
    }),
    BatchWriteItemCommand: ({ RequestItems = {} }) => {
      for (const [name, requests] of Object.entries(RequestItems)) {
        for (const { PutRequest, DeleteRequest } of requests as WriteRequest[]) {
          if (PutRequest?.Item) open(name).set(keyOf(name, PutRequest.Item), PutRequest.Item);
          if (DeleteRequest?.Key) open(name).delete(keyOf(name, DeleteRequest.Key));
        }
      }
      return {};
    },
  };

  return {
    execute: (command) => {
      const { name } = command.constructor;
      const execute = commands[name];
      if (execute === undefined) throw new Error(`memory-dynamodb does not know ${name}`);
      return execute(command.input);
    },
    client: (send) => Object.create(DynamoDBClient.prototype, { send: { value: send } }) as DynamoDBClient,
    items: (table) => [...open(table).values()],
    clear: (table) => open(table).clear(),
  };
}

/** A client of one table in memory, whose calls take effect immediately. */
export function memoryClient(table: string, keys: readonly string[]): DynamoDBClient {
  const memory = memoryDynamoDb({ [table]: keys });
  return memory.client(async (command) => memory.execute(command));
}
