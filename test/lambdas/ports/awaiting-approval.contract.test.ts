// One suite for the fake and for the real adapter: an import whose canary was sent.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dynamoImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { SupersededError } from '../../../lambdas/domain/errors.ts';
import type { ImportsTable } from '../../../lambdas/ports/imports-table.ts';
import { anImport } from '../../builders/import.ts';
import { memoryImportsTable } from '../../fakes/memory-imports-table.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { IMPORTS_KEYS, type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

let dynamodb: RunningDynamoDb;
beforeAll(async () => {
  dynamodb = await runDynamoDb();
});
afterAll(() => dynamodb.close());

const SUBJECTS: readonly (readonly [string, () => Promise<ImportsTable>])[] = [
  ['in memory', async () => memoryImportsTable()],
  [
    'in DynamoDB',
    async () => dynamoImportsTable(dynamodb.client, await dynamodb.table(...IMPORTS_KEYS), () => NEW_YEAR),
  ],
];

describe.each(SUBJECTS)('awaitApproval, of an imports table %s,', (_, open) => {
  it('gives the turn back and keeps the token; the import stays active, for later ones to wait', async () => {
    const table = await open();
    const record = anImport({ state: 'splitting' });
    await table.register(record, false);
    await table.takeTurn(record.importId, 0);
    await table.awaitApproval(record.importId, 'token');
    expect(await table.find(record.importId)).toMatchObject({
      state: 'awaiting-approval',
      approvalToken: 'token',
    });
    const { active } = await table.turns();
    expect(active).toEqual([expect.objectContaining({ importId: record.importId, forwarding: false })]);
  });

  it('is refused where the import has ended: its execution was aborted meanwhile', async () => {
    const table = await open();
    const record = anImport({ state: 'splitting' });
    await table.register(record, false);
    await table.finish(record.importId, 'failed', undefined);
    await expect(table.awaitApproval(record.importId, 'token')).rejects.toThrow(SupersededError);
    expect(await table.find(record.importId)).toMatchObject({ state: 'failed' });
  });
});
