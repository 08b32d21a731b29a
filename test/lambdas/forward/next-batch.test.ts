import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../../lambdas/domain/delivery/operation.ts';
import { BATCH_LIMIT_ITEMS } from '../../../lambdas/domain/delivery/pack.ts';
import type { SeenKey } from '../../../lambdas/domain/identity/event-key.ts';
import { newsReader, tallyKnown } from '../../../lambdas/forward/next-batch.ts';
import { momentsKeyOf } from '../../../lambdas/forward/seen-keys.ts';
import type { SeenItem } from '../../../lambdas/ports/seen-table.ts';
import { eventOperation, personOperation } from '../../builders/operation.ts';
import { memorySeenTable } from '../../fakes/memory-seen-table.ts';

const IMPORT = 'orders-2';
const keyOf = ({ meta }: Operation) => meta.key as SeenKey;
const seenAs = (operation: Operation, change: Partial<SeenItem> = {}): SeenItem => ({
  key: keyOf(operation),
  importId: 'orders-1',
  content: operation.meta.content,
  ...change,
});
/** Events of one person, with keys of their own. */
const eventsOf = (person: string, count: number) =>
  Array.from({ length: count }, (_, n) => eventOperation({ person: `id:${person}`, key: `${person}-${n}` }));

/** Reads all batches of a partition, as if each were delivered. */
async function readAll(operations: readonly Operation[], items: readonly SeenItem[] = []) {
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
  const reader = newsReader(operations, {
    seen,
    seenKeys: keyOf,
    momentsKey: momentsKeyOf('main', 'secret'),
    guards: { suppress: [], remembers: [] },
    importId: IMPORT,
  });
  const batches = [];
  for (let position = 0; position < operations.length; ) {
    const batch = await reader.nextBatch(position);
    batches.push(batch);
    position += batch.stretch.length;
  }
  return { batches, asked };
}

describe('how an operation stands', () => {
  const event = eventOperation({ rows: 3 });
  const person = personOperation({ plan: 'pro' }, { rows: 2 });

  it.each([
    ['an event nobody has seen', event, [], { news: 1 }],
    ['an event that another import delivered', event, [seenAs(event)], { duplicate: 3 }],
    [
      'an event delivered before with other content',
      event,
      [seenAs(event, { content: 'other' })],
      { duplicate: 3, conflicts: 3 },
    ],
    ['an event that this import delivered', event, [seenAs(event, { importId: IMPORT })], { delivered: 3 }],
    ['a person nobody has seen', person, [], { news: 1 }],
    ['a person as they were delivered', person, [seenAs(person)], { unchanged: 2 }],
    ['a person who has changed', person, [seenAs(person, { content: 'other' })], { news: 1 }],
    [
      'a person whom this import delivered so',
      person,
      [seenAs(person, { importId: IMPORT })],
      { delivered: 2 },
    ],
    [
      'a person whom this import delivered otherwise',
      person,
      [seenAs(person, { importId: IMPORT, content: 'other' })],
      { news: 1 },
    ],
  ] as const)('%s', async (_, operation, items, expected) => {
    const { batches } = await readAll([operation], items);
    const [batch] = batches;
    const { outcomes, conflicts } = tallyKnown(batch?.stretch ?? []);
    const counts = { ...outcomes, conflicts, news: batch?.news.length };
    expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))).toEqual(expected);
  });
});

describe('a batch', () => {
  it('keeps a person together, who would not fit any more', async () => {
    const operations = [...eventsOf('a', BATCH_LIMIT_ITEMS - 1), ...eventsOf('b', 2), ...eventsOf('c', 1)];
    const { batches } = await readAll(operations);
    expect(batches.map(({ news }) => news.length)).toEqual([BATCH_LIMIT_ITEMS - 1, 3]);
  });

  it('parts a person who has more than a batch, in order', async () => {
    const operations = [...eventsOf('a', 10), ...eventsOf('b', 2_500)];
    const { batches } = await readAll(operations);
    expect(batches.map(({ news }) => news.length)).toEqual([10, 1_000, 1_000, 500]);
    expect(batches.flatMap(({ news }) => news)).toEqual(operations);
  });

  it('leaves out what is known, and goes on beyond it', async () => {
    const known = eventsOf('a', 5_000);
    const operations = [...known, ...eventsOf('b', 2)];
    const { batches } = await readAll(
      operations,
      known.map((operation) => seenAs(operation)),
    );
    expect(batches).toHaveLength(1);
    expect(batches[0]?.news).toEqual(operations.slice(5_000));
  });

  it('ends where everything is known for long, so that a checkpoint is written', async () => {
    const known = eventsOf('a', 120_000);
    const { batches } = await readAll(
      known,
      known.map((operation) => seenAs(operation)),
    );
    expect(batches.map(({ news }) => news.length)).toEqual([0, 0, 0]);
  });

  it('looks keys up a few times at most, also for a person with very many', async () => {
    const { asked } = await readAll([...eventsOf('a', 700), ...eventsOf('b', 20_000)]);
    expect(asked.length).toBeLessThan(3 * 20_700);
  });
});
