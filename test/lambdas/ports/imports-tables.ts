// The two stores that the contract suites of the imports table run over: DynamoDB's stand-in, and DynamoDB in memory.
import { afterAll, beforeAll } from '@jest/globals';
import { dynamoImportsTable, type ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { memoryImportsTable } from '../../fakes/memory-tables.ts';
import { IMPORTS_KEYS } from '../../fakes/table-keys.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

type Subject = readonly [store: string, open: () => Promise<ImportsTable>];

/**
 * Starts the stand-in before the tests of a file and stops it after them.
 * @param now milliseconds since 1970.
 */
export function importsTables(now: () => number = () => NEW_YEAR): readonly Subject[] {
  let dynamodb: RunningDynamoDb;
  beforeAll(async () => {
    dynamodb = await runDynamoDb();
  });
  afterAll(() => dynamodb.close());
  return [
    ['in memory', async () => memoryImportsTable(now)],
    [
      'in DynamoDB',
      async () => dynamoImportsTable(dynamodb.client, await dynamodb.table(...IMPORTS_KEYS), now),
    ],
  ];
}
