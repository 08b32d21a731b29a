import { describe, expect, it } from '@jest/globals';
import { BATCH_LIMIT_ITEMS } from '../../../lambdas/domain/delivery/pack.ts';
import type { SeenKey } from '../../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../../lambdas/domain/operations/operation.ts';
import type { Guards } from '../../../lambdas/forward/moments.ts';
import { newsReader, tallyKnown } from '../../../lambdas/forward/next-batch.ts';
import { momentsKeyOf } from '../../../lambdas/forward/seen-keys.ts';
import type { SeenItem } from '../../../lambdas/ports/seen-table.ts';
import { eventOperation, NEW_YEAR, personOperation } from '../../builders/operation.ts';
import { memorySeenTable } from '../../fakes/memory-tables.ts';

const IMPORT = 'orders-20260102T000000-0a1b2c3d';
const EARLIER = 'orders-20260101T000000-4e5f6a7b';
const OTHER_FEED = 'leads-20260101T000000-4e5f6a7b';
const keyOf = ({ meta }: Operation) => meta.key as SeenKey;
const seenAs = (operation: Operation, change: Partial<SeenItem> = {}): SeenItem => ({
  key: keyOf(operation),
  importId: EARLIER,
  content: operation.meta.content,
  ...change,
});
/** Events of one person, with keys of their own. */
const eventsOf = (person: string, count: number) =>
  Array.from({ length: count }, (_, n) => eventOperation({ person: `id:${person}`, key: `${person}-${n}` }));

/** Reads all batches of a partition, as if each were delivered. */
async function readAll(
  operations: readonly Operation[],
  items: readonly SeenItem[] = [],
  guards: Partial<Guards> = {},
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
  const reader = newsReader(operations, {
    seen,
    seenKeys: keyOf,
    momentsKey: momentsKeyOf('main', 'secret'),
    guards: { suppress: [], remembers: [], dated: false, ...guards },
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
    [
      'a person of whom the same feed has delivered newer data',
      person,
      [seenAs(person, { content: 'other', at: NEW_YEAR + 1 })],
      { expired: 2 },
    ],
    [
      'a person of whom the same feed has delivered other data of the same time',
      person,
      [seenAs(person, { content: 'other', at: NEW_YEAR })],
      { news: 1 },
    ],
    [
      'a person of whom another feed has delivered newer data',
      person,
      [seenAs(person, { content: 'other', at: NEW_YEAR + 1, importId: OTHER_FEED })],
      { news: 1 },
    ],
    [
      'a person who is older in the file, and the same',
      person,
      [seenAs(person, { at: NEW_YEAR + 1 })],
      { unchanged: 2 },
    ],
  ] as const)('%s', async (_, operation, items, expected) => {
    const { batches } = await readAll([operation], items);
    const [batch] = batches;
    const { outcomes, conflicts } = tallyKnown(batch?.stretch ?? []);
    const counts = { ...outcomes, conflicts, news: batch?.news.length };
    expect(Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0))).toEqual(expected);
  });
});

describe('an unchanged person', () => {
  const person = personOperation({ plan: 'pro' });
  const noted = async (item: Partial<SeenItem>, guards: Partial<Guards>) => {
    const { batches } = await readAll([person], [seenAs(person, item)], guards);
    return batches[0]?.stretch[0]?.stillTrue;
  };

  it('is noted as still true, for the import that delivered it, where the feed has times of its own', async () => {
    const item = { at: NEW_YEAR - 60 };
    expect(await noted(item, { dated: true })).toEqual(seenAs(person, { at: NEW_YEAR }));
    expect(await noted({}, { dated: true })).toEqual(seenAs(person, { at: NEW_YEAR }));
  });

  it.each([
    ['the times are those of the files: each repeat would cost a write', {}, { dated: false }],
    ['the row is older', { at: NEW_YEAR + 1 }, { dated: true }],
    ['the row is of the same time', { at: NEW_YEAR }, { dated: true }],
    ['another feed delivered it', { at: 1, importId: OTHER_FEED }, { dated: true }],
  ])('is not noted where %s', async (_, item, guards) => {
    expect(await noted(item, guards)).toBeUndefined();
  });
});

describe('several states of one person that do not fit one item', () => {
  it('are all sent from the first that is news: the later ones have to win', async () => {
    const [one, two] = [personOperation({ plan: 'pro' }), personOperation({ plan: 'free' }, { line: 3 })];
    const { batches } = await readAll([one, two], [seenAs(two)]);
    expect(batches[0]?.news).toEqual([one, two]);
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
    expect(batches.map(({ news }) => news.length)).toEqual([10, 1_500, 1_000]);
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
