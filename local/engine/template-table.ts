// Converts a table of the template to a CreateTable call.
import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { isObject } from './intrinsics.ts';

export interface TableDescription {
  readonly logicalId: string;
  readonly name: string;
  readonly create: CreateTableCommandInput;
  /** Attribute with the epoch second after which DynamoDB may delete an item. Locally nothing expires. */
  readonly ttlAttribute: string | undefined;
}

/**
 * Only keys and indexes: billing, backups, encryption and throughput have no effect locally.
 * @param get a property with its intrinsics resolved.
 */
export function readTable(
  logicalId: string,
  name: string,
  get: (property: string) => unknown,
): TableDescription {
  const ttl = get('TimeToLiveSpecification');
  const globalIndexes = readIndexes(get('GlobalSecondaryIndexes'));
  const localIndexes = readIndexes(get('LocalSecondaryIndexes'));
  const create: CreateTableCommandInput = {
    TableName: name,
    KeySchema: get('KeySchema') as KeySchemaElement[],
    AttributeDefinitions: get('AttributeDefinitions') as AttributeDefinition[],
    BillingMode: 'PAY_PER_REQUEST',
    ...(globalIndexes.length > 0 && { GlobalSecondaryIndexes: globalIndexes as GlobalSecondaryIndex[] }),
    ...(localIndexes.length > 0 && { LocalSecondaryIndexes: localIndexes as LocalSecondaryIndex[] }),
  };
  return {
    logicalId,
    name,
    create,
    ttlAttribute: isObject(ttl) && ttl.Enabled === true ? String(ttl.AttributeName) : undefined,
  };
}

function readIndexes(indexes: unknown): unknown[] {
  return (Array.isArray(indexes) ? indexes : []).map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
}
