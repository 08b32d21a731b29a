// Finds a person's events in the seen table, which has a keyed hash of the person in each event since 2026-12.
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { personHash, type SeenKey } from '../../lambdas/domain/operations/keys.ts';
import { storedIdentities, type WrittenIdentifier } from './stored-identities.ts';

interface Hashing {
  readonly secret: string;
  readonly feeds: Feeds;
}

/** Reads the whole table: a million items cost about $0.01 (DynamoDB pricing, on demand: 200 bytes each, eventually consistent). */
export async function eventsOfPeople(
  client: DynamoDBClient,
  TableName: string,
  people: readonly WrittenIdentifier[],
  { secret, feeds }: Hashing,
): Promise<SeenKey[]> {
  const identities = people.flatMap((person) => storedIdentities(feeds, person));
  const hashes = new Set(identities.map((identity) => personHash(secret, feeds.workspace, identity)));
  const found: SeenKey[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    const own = Items.filter(({ person }) => person?.S !== undefined && hashes.has(person.S));
    found.push(...own.map(({ key }) => (key?.S ?? '') as SeenKey));
  }
  return found;
}
