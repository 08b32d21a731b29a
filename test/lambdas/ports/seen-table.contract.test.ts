// One suite over both stores: DynamoDB's stand-in, and DynamoDB in memory.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { dynamoSeenTable } from '../../../lambdas/adapters/dynamo-seen-table.ts';
import type { SeenItem } from '../../../lambdas/domain/delivery/seen-item.ts';
import type { SeenKey } from '../../../lambdas/domain/operations/keys.ts';
import type { SeenTable } from '../../../lambdas/ports/seen-table.ts';
import { memorySeenTable } from '../../fakes/memory-tables.ts';
import { SEEN_KEYS } from '../../fakes/table-keys.ts';
import { virtualClock } from '../../fakes/virtual-clock.ts';
import { type RunningDynamoDb, runDynamoDb } from '../running-dynamodb.ts';

let dynamodb: RunningDynamoDb;
beforeAll(async () => {
  dynamodb = await runDynamoDb();
});
afterAll(() => dynamodb.close());

const SUBJECTS: readonly (readonly [string, () => Promise<SeenTable>])[] = [
  ['in memory', async () => memorySeenTable()],
  [
    'in DynamoDB',
    async () => dynamoSeenTable(dynamodb.client, await dynamodb.table(...SEEN_KEYS), virtualClock()),
  ],
];

const key = (name: string) => name as SeenKey;
const seen = (name: string, rest: Partial<SeenItem> = {}): SeenItem => ({
  key: key(name),
  importId: 'people-1',
  feed: 'people',
  arrivedAt: Date.UTC(2026, 0, 1),
  content: 'content',
  ...rest,
});

describe.each(SUBJECTS)('a seen table %s', (_, open) => {
  let table: SeenTable;
  beforeEach(async () => {
    table = await open();
  });

  it('finds what was recorded, and nothing else', async () => {
    await table.record([seen('a'), seen('b', { importId: 'people-2', content: 'other' })]);
    const found = await table.find([key('a'), key('b'), key('c')]);
    expect(found).toEqual(
      new Map([
        [key('a'), seen('a')],
        [key('b'), seen('b', { importId: 'people-2', content: 'other' })],
      ]),
    );
  });

  it('removes the given keys and nothing else; keys without an item change nothing', async () => {
    await table.record([seen('a'), seen('b'), seen('c')]);
    await table.forget([key('a'), key('c'), key('a'), key('nowhere')]);
    expect([...(await table.find(['a', 'b', 'c'].map(key))).keys()]).toEqual([key('b')]);
  });

  it('keeps the newer of two records of a key', async () => {
    await table.record([seen('a', { content: 'old' })]);
    await table.record([seen('a', { content: 'new', importId: 'people-2' })]);
    expect((await table.find([key('a')])).get(key('a'))).toMatchObject({
      content: 'new',
      importId: 'people-2',
    });
  });

  it('keeps the source time of a state, and has none if none was recorded', async () => {
    await table.record([seen('ann', { at: 1_767_225_600 }), seen('event')]);
    const found = await table.find([key('ann'), key('event')]);
    expect(found.get(key('ann'))).toEqual(seen('ann', { at: 1_767_225_600 }));
    expect(found.get(key('event'))).not.toHaveProperty('at');
  });

  it('accepts an older state: Forward decides which one is newer', async () => {
    await table.record([seen('ann', { at: 1_767_225_600 })]);
    await table.record([seen('ann', { at: 1_767_225_599 })]);
    expect((await table.find([key('ann')])).get(key('ann'))?.at).toBe(1_767_225_599);
  });

  it('accepts a key twice in one call: the last record stays', async () => {
    await table.record([seen('a', { content: 'first' }), seen('b'), seen('a', { content: 'last' })]);
    const found = await table.find([key('a'), key('a'), key('b')]);
    expect([...found.values()].map(({ content }) => content).sort()).toEqual(['content', 'last']);
  });

  it('records and finds more items than one call of DynamoDB accepts', async () => {
    const names = Array.from({ length: 1_234 }, (_, index) => `key-${index}`);
    await table.record(names.map((name) => seen(name)));
    const found = await table.find([...names.map(key), key('absent')]);
    expect(found.size).toBe(1_234);
  });

  it('does nothing without keys', async () => {
    await table.record([]);
    expect(await table.find([])).toEqual(new Map());
  });
});
