// Finds a person's events in the seen table, which has a keyed hash of the person in each event since 2026-12.
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { personHash, personKey, type SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { PersonToForget } from './keys-to-forget.ts';

interface Hashing {
  readonly secret: string;
  readonly workspace: string;
}

/** Reads the whole table: a million items cost about $0.01 (DynamoDB pricing, on demand: 200 bytes each, eventually consistent). */
export async function eventsOfPeople(
  client: DynamoDBClient,
  TableName: string,
  people: readonly PersonToForget[],
  { secret, workspace }: Hashing,
): Promise<SeenKey[]> {
  const hashes = new Set(
    people.map(({ as, value }) => personHash(secret, workspace, personKey(as, value.trim()))),
  );
  const found: SeenKey[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    const own = Items.filter(({ person }) => person?.S !== undefined && hashes.has(person.S));
    found.push(...own.map(({ key }) => (key?.S ?? '') as SeenKey));
  }
  return found;
}
