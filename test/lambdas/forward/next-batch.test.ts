import { describe, expect, it } from '@jest/globals';
import { BATCH_LIMIT_ITEMS } from '../../../lambdas/domain/delivery/pack.ts';
import type { SeenItem } from '../../../lambdas/domain/delivery/seen-item.ts';
import { type SeenKey, suppressedKey } from '../../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../../lambdas/domain/operations/operation.ts';
import type { PartitionIndex } from '../../../lambdas/domain/operations/partition-index.ts';
import { batchReader } from '../../../lambdas/forward/next-batch.ts';
import { attributeHashesOf, rememberedKeyOf } from '../../../lambdas/forward/seen-keys.ts';
import { eventOperation, NEW_YEAR } from '../../builders/operation.ts';
import { memorySeenTable } from '../../fakes/memory-tables.ts';

const ORIGIN = { importId: 'today', feed: 'orders', arrivedAt: NEW_YEAR * 1000 };
const rememberedKey = rememberedKeyOf('main', 'secret');
const keyOf = ({ meta }: Operation) => meta.key as SeenKey;
const seenAs = (operation: Operation): SeenItem => ({
  key: keyOf(operation),
  ...ORIGIN,
  importId: 'yesterday',
  content: operation.meta.content,
});
/** Events of one person, with keys of their own. */
const eventsOf = (person: string, count: number, name = 'visit') =>
  Array.from({ length: count }, (_, n) =>
    eventOperation({ person: `id:${person}`, key: `${name} ${person} ${n}`, name }),
  );

/** Reads all batches of a partition, as if each were delivered. */
async function readAll(
  operations: readonly Operation[],
  items: readonly SeenItem[] = [],
  guards: Partial<PartitionIndex['guards']> = {},
) {
  const table = memorySeenTable();
  await table.record(items);
  const asked: SeenKey[] = [];
  const seen = {
    ...table,
    find: (keys: readonly SeenKey[]) => {
      asked.push(...keys);
      return table.find(keys);
    },
  };
  const reader = batchReader(operations, {
    seen,
    seenKeys: keyOf,
    rememberedKey,
    personHash: (person) => person,
    attributeHashes: attributeHashesOf('main', 'secret'),
    now: () => ORIGIN.arrivedAt,
    guards: { suppress: [], remembers: [], dated: false, ...guards },
    origin: ORIGIN,
  });
  const batches = [];
  for (let position = 0; position < operations.length; ) {
    const batch = await reader.nextBatch(position);
    batches.push(batch);
    position += batch.stretch.length;
  }
  return { batches, asked };
}

describe('a batch', () => {
  it('does not split a person that no longer fits into it', async () => {
    const operations = [...eventsOf('a', BATCH_LIMIT_ITEMS - 1), ...eventsOf('b', 2), ...eventsOf('c', 1)];
    const { batches } = await readAll(operations);
    expect(batches.map(({ toSend }) => toSend.length)).toEqual([BATCH_LIMIT_ITEMS - 1, 3]);
  });

  it('splits a person with more operations than a batch holds, in order', async () => {
    const operations = [...eventsOf('a', 10), ...eventsOf('b', 2_500)];
    const { batches } = await readAll(operations);
    expect(batches.map(({ toSend }) => toSend.length)).toEqual([10, 1_500, 1_000]);
    expect(batches.flatMap(({ toSend }) => toSend)).toEqual(operations);
  });

  it('leaves out what need not be sent, and continues after it', async () => {
    const known = eventsOf('a', 5_000);
    const operations = [...known, ...eventsOf('b', 2)];
    const { batches } = await readAll(operations, known.map(seenAs));
    expect(batches).toHaveLength(1);
    expect(batches[0]?.toSend).toEqual(operations.slice(5_000));
  });

  it('ends after many operations that need not be sent, so that a checkpoint is saved', async () => {
    const known = eventsOf('a', 120_000);
    const { batches } = await readAll(known, known.map(seenAs));
    expect(batches.map(({ toSend }) => toSend.length)).toEqual([0, 0, 0]);
  });

  it('looks up each key once, also for a person with more operations than one look-up has', async () => {
    const { asked } = await readAll([
      ...eventsOf('a', 700),
      ...eventsOf('b', 20_000),
      ...eventsOf('c', 3_000),
    ]);
    const ofOperations = new Set(
      [...eventsOf('a', 700), ...eventsOf('b', 20_000), ...eventsOf('c', 3_000)].map(keyOf),
    );
    expect(asked.filter((key) => ofOperations.has(key))).toHaveLength(23_700);
    expect(new Set(asked).size).toBe(23_700 + 3);
    // The person is asked about in each look-up.
    expect(asked.length).toBeLessThan(23_700 + 30);
  });

  it('looks up once what is remembered of a person', async () => {
    const suppress = [{ event: 'cart', by: 'order', within: 100, of: 'person' }] as const;
    const operations = [...eventsOf('a', 50, 'cart'), ...eventsOf('b', 2, 'cart'), ...eventsOf('c', 3)];
    const { asked } = await readAll(operations, [], { suppress: [...suppress] });
    const remembered = ['id:a', 'id:b'].map((person) => rememberedKey(person, 'order'));
    const suppressed = ['id:a', 'id:b', 'id:c'].map((person) => suppressedKey(rememberedKey, person));
    expect(asked).toEqual([...operations.map(keyOf), ...remembered, ...suppressed]);
  });

  it('suppresses events before and after the place where a look-up ends', async () => {
    const suppress = [{ event: 'cart', by: 'order', within: 100, of: 'person' }] as const;
    const operations = [...eventsOf('a', 1_999), ...eventsOf('b', 2, 'cart')];
    const order: SeenItem = { key: rememberedKey('id:b', 'order'), ...ORIGIN, content: String(NEW_YEAR + 1) };
    const { batches } = await readAll(operations, [order], { suppress: [...suppress] });
    expect(batches.flatMap(({ toSend }) => toSend)).toEqual(operations.slice(0, 1_999));
  });
});
