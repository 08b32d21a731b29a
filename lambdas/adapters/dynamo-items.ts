// Single items of the imports table, whose keys are `importId` and `item`.
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  paginateQuery,
  QueryCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { deferring } from './busy.ts';

export interface ItemKey {
  readonly importId: string;
  readonly item: string;
}

/** An item without its types: its reader parses it. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** Names and values as JavaScript values; undefined ones are left out. */
interface Expressions {
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: object;
}

export interface DynamoItems {
  get(key: ItemKey): Promise<StoredItem | undefined>;
  /** Writes the whole item. @throws ConditionalCheckFailedException */
  put(item: ItemKey & StoredItem, expressions?: Expressions): Promise<void>;
  /** Changes some attributes. @throws ConditionalCheckFailedException */
  update(key: ItemKey, change: string, expressions?: Expressions): Promise<void>;
  /** As `update`. @returns the item after the change. */
  updateAndGet(key: ItemKey, change: string, expressions?: Expressions): Promise<StoredItem>;
  remove(key: ItemKey): Promise<void>;
  /** All items with this `importId`, in the order of `item`. */
  query(importId: string): Promise<StoredItem[]>;
  /** The first item with this `importId`, from this `item` on. */
  first(importId: string, from: string): Promise<StoredItem | undefined>;
}

/** Every read is consistent. Every call may throw DeferError: DynamoDB throttled all attempts. */
export function dynamoItems(client: DynamoDBClient, TableName: string): DynamoItems {
  return {
    async get(key) {
      const command = new GetItemCommand({ TableName, Key: marshal(key), ConsistentRead: true });
      const { Item } = await deferring(client.send(command));
      return Item && unmarshall(Item);
    },

    async put(item, expressions = {}) {
      const command = new PutItemCommand({ TableName, Item: marshal(item), ...printed(expressions) });
      await deferring(client.send(command));
    },

    async update(key, UpdateExpression, expressions = {}) {
      const change = { UpdateExpression, ...printed(expressions) };
      await deferring(client.send(new UpdateItemCommand({ TableName, Key: marshal(key), ...change })));
    },

    async updateAndGet(key, UpdateExpression, expressions = {}) {
      const change = { UpdateExpression, ReturnValues: 'ALL_NEW' as const, ...printed(expressions) };
      const command = new UpdateItemCommand({ TableName, Key: marshal(key), ...change });
      const { Attributes = {} } = await deferring(client.send(command));
      return unmarshall(Attributes);
    },

    async remove(key) {
      await deferring(client.send(new DeleteItemCommand({ TableName, Key: marshal(key) })));
    },

    query: (importId) => deferring(queryAll(client, TableName, importId)),

    async first(importId, from) {
      const command = new QueryCommand({
        TableName,
        ConsistentRead: true,
        Limit: 1,
        KeyConditionExpression: 'importId = :importId AND #item >= :from',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: marshal({ ':importId': importId, ':from': from }),
      });
      const { Items: [item] = [] } = await deferring(client.send(command));
      return item && unmarshall(item);
    },
  };
}

/** @returns false if the condition of the command does not hold. */
export async function conditionHolds(command: Promise<unknown>): Promise<boolean> {
  try {
    await command;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function queryAll(client: DynamoDBClient, TableName: string, importId: string): Promise<StoredItem[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'importId = :importId',
      ExpressionAttributeValues: marshal({ ':importId': importId }),
    },
  );
  const items: StoredItem[] = [];
  for await (const { Items = [] } of pages) items.push(...Items.map((item) => unmarshall(item)));
  return items;
}

type Printed = Pick<
  PutItemCommandInput & UpdateItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

function printed({ condition, names, values }: Expressions): Printed {
  return {
    ...(condition !== undefined && { ConditionExpression: condition }),
    ...(names && { ExpressionAttributeNames: names }),
    ...(values && { ExpressionAttributeValues: marshal(values) }),
  };
}

function marshal(item: object) {
  return marshall(item, { removeUndefinedValues: true });
}
