import { describe, expect, it } from '@jest/globals';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import { contentOf, type Item, type PersonItem } from '../../../../lambdas/domain/operations/item.ts';
import { countedRows, firstLine, type Operation } from '../../../../lambdas/domain/operations/operation.ts';
import type { Properties } from '../../../../lambdas/domain/operations/properties.ts';
import { eventOperation, NEW_YEAR, personOperation } from '../../../builders/operation.ts';

/** The operations of Ann, who is the only person. */
function ann(...operations: readonly Operation[]) {
  const { persons, duplicates } = arrange(operations);
  expect(persons).toHaveLength(1);
  const [first] = persons[0] ?? [];
  const item = JSON.parse(first?.item ?? 'null') as PersonItem;
  return { operations: persons[0] ?? [], first, attributes: item.attributes, duplicates };
}

describe('arrange, people', () => {
  const gold = personOperation({ plan: 'gold' }, { line: 2 });
  const silver = personOperation({ plan: 'silver' }, { line: 3 });

  it('uses the last row, also if it repeats a row before the previous one', () => {
    const { attributes, operations, duplicates } = ann(gold, silver, {
      ...gold,
      meta: { ...gold.meta, madeFrom: [{ line: 4, rows: 1 }] },
    });
    expect(attributes).toEqual({ plan: 'gold' });
    expect(operations).toHaveLength(1);
    expect(duplicates).toEqual({ rows: 0, conflicts: 0 });
  });

  it('merges the attributes of all rows of a person', () => {
    const rows = [
      personOperation({ plan: 'gold', city: 'Rome' }),
      personOperation({ plan: 'silver', seats: 3 }),
    ];
    const { attributes, first } = ann(...rows);
    expect(attributes).toEqual({ plan: 'silver', city: 'Rome', seats: 3 });
    expect(first?.meta).toMatchObject({ madeFrom: [{ line: 2 }, { line: 2 }] });
  });

  it('keeps the lines of all rows that it merges', () => {
    const moved = personOperation({ plan: 'silver' }, { line: 7 });
    expect(ann(gold, moved).first?.meta.madeFrom).toEqual([
      { line: 2, rows: 1 },
      { line: 7, rows: 1 },
    ]);
  });

  it('has for merged rows the same content as for one row with all attributes', () => {
    const merged = ann(personOperation({ plan: 'gold' }), personOperation({ seats: 3 })).first;
    expect(merged?.meta.content).toBe(personOperation({ plan: 'gold', seats: 3 }).meta.content);
  });

  it('is a removal only if the last row is one', () => {
    const removal = { action: 'delete', others: [] } as const;
    const gone: Operation = {
      meta: { ...silver.meta, content: 'gone', removal },
      item: JSON.stringify({ type: 'person', action: 'delete', identifiers: { id: 'ann' } }),
    };
    expect(ann(gold, gone).first?.meta.removal).toEqual(removal);
    expect(ann(gone, gold).first?.meta.removal).toBeUndefined();
  });

  it('uses the identifiers of the last row', () => {
    const item = JSON.stringify({ ...JSON.parse(silver.item), identifiers: { id: 'Ann' } });
    expect(JSON.parse(ann(gold, { ...silver, item }).first?.item ?? '')).toMatchObject({
      identifiers: { id: 'Ann' },
    });
  });

  it('counts a row that repeats the one before it as a duplicate', () => {
    const { duplicates, first } = ann(gold, gold, silver, silver);
    expect(duplicates).toEqual({ rows: 2, conflicts: 0 });
    expect(countedRows(first?.meta ?? gold.meta)).toBe(2);
  });

  it('merges by the times of the rows, not by their order in the file', () => {
    const newer = personOperation({ plan: 'gold' }, { line: 2, at: NEW_YEAR + 60 });
    const older = personOperation({ plan: 'silver', seats: 3 }, { line: 3, at: NEW_YEAR });
    const { attributes, first, duplicates } = ann(newer, older);
    expect(attributes).toEqual({ plan: 'gold', seats: 3 });
    expect(first?.meta).toMatchObject({ madeFrom: [{ line: 3 }, { line: 2 }], at: NEW_YEAR + 60 });
    expect(duplicates.rows).toBe(0);
  });

  it('uses a later row that repeats an earlier one, despite a row in between', () => {
    const at = (seconds: number, plan: string) => personOperation({ plan }, { at: NEW_YEAR + seconds });
    expect(ann(at(0, 'gold'), at(20, 'gold'), at(10, 'silver')).attributes).toEqual({ plan: 'gold' });
  });

  it('creates the person if one of the rows does', () => {
    const [whole, update] = [
      personOperation({ plan: 'gold' }),
      personOperation({ city: 'Bern', _update: true }, { line: 3 }),
    ];
    for (const rows of [
      [whole, update],
      [update, whole],
    ])
      expect(ann(...rows).attributes).toEqual({ plan: 'gold', city: 'Bern' });
    expect(ann(update, personOperation({ plan: 'free', _update: true }, { line: 4 })).attributes).toEqual({
      plan: 'free',
      city: 'Bern',
      _update: true,
    });
  });

  it('keeps the consents that its rows answered without sending, unless a row says them', () => {
    const yes = (line: number, name: string) =>
      personOperation({ plan: `${line}` }, { line, unsaid: [name] });
    const no = personOperation({ unsubscribed: true }, { line: 9 });
    const unsaidIn = (...rows: readonly Operation[]) => arrange(rows).persons[0]?.[0]?.meta.unsaid;
    expect(unsaidIn(yes(2, 'unsubscribed'), yes(3, 'topic'))).toEqual(['unsubscribed', 'topic']);
    expect(unsaidIn(yes(2, 'unsubscribed'), no)).toBeUndefined();
    expect(unsaidIn(no, yes(10, 'unsubscribed'))).toBeUndefined();
  });

  it('does not change a single row', () => {
    expect(ann(gold).first).toBe(gold);
  });

  it('accepts an attribute named __proto__', () => {
    const hostile = { ...gold, item: gold.item.replace('"plan"', '"__proto__"') };
    expect(Object.entries(ann(hostile, silver).attributes)).toEqual([
      ['__proto__', 'gold'],
      ['plan', 'silver'],
    ]);
  });
});

describe('arrange, objects and relationships', () => {
  const state = (kind: 'object' | 'relationship', key: string, item: Item): Operation => ({
    meta: {
      kind,
      madeFrom: [{ line: 2, rows: 1 }],
      countsRows: true,
      key,
      person: key,
      at: NEW_YEAR,
      content: contentOf(item),
    },
    item: JSON.stringify(item),
  });
  const company = (attributes: Properties) =>
    state('object', '1:acme', {
      type: 'object',
      action: 'identify',
      identifiers: { object_type_id: '1', object_id: 'acme' },
      attributes,
    });
  const member = (companyId: string) => ({
    ...state('relationship', `id:ann 1:${companyId}`, {
      type: 'person',
      action: 'add_relationships',
      identifiers: { id: 'ann' },
      cio_relationships: [{ identifiers: { object_type_id: '1', object_id: companyId } }],
    }),
  });

  it('merges the rows of an object', () => {
    const { persons } = arrange([company({ seats: 3, city: 'Rome' }), company({ seats: 5 })]);
    expect(JSON.parse(persons[0]?.[0]?.item ?? '').attributes).toEqual({ seats: 5, city: 'Rome' });
  });

  it('keeps the relationships of a person separate, each once', () => {
    const ofAnn = [member('acme'), member('initech'), member('acme')].map(({ meta, item }) => ({
      meta: { ...meta, person: 'id:ann' },
      item,
    }));
    const { persons, duplicates } = arrange(ofAnn);
    expect(persons).toEqual([ofAnn.slice(0, 2)]);
    expect(duplicates).toEqual({ rows: 1, conflicts: 0 });
  });
});

describe('arrange, events', () => {
  it('sends the first event of each key, and counts the others', () => {
    const first = eventOperation({ line: 2 });
    const repeat = eventOperation({ line: 3, rows: 2 });
    const conflict = eventOperation({ line: 5, rows: 3, content: 'other' });
    expect(ann(first, repeat, conflict)).toMatchObject({
      operations: [first],
      duplicates: { rows: 5, conflicts: 3 },
    });
  });

  it('sends one event for each key, the first in the file, also if the others are about another person', () => {
    const ofBob = eventOperation({ line: 2, person: 'id:bob', at: NEW_YEAR + 9 });
    const ofAnn = eventOperation({ line: 3, person: 'id:ann', content: 'other' });
    const next = eventOperation({ line: 4, person: 'id:ann', key: 'next' });
    expect(arrange([ofBob, ofAnn, next])).toEqual({
      persons: [[ofBob], [next]],
      duplicates: { rows: 1, conflicts: 1 },
      differing: [{ how: 'person', events: 1, rows: 1, lines: [3] }],
      reused: [],
    });
    expect(arrange([ofBob, ofAnn]).persons).toEqual([[ofBob]]);
  });

  it('rejects events of other people whose key is used again 20 hours later', () => {
    const ofBob = eventOperation({ line: 2, person: 'id:bob' });
    const nextDay = eventOperation({ line: 3, person: 'id:ann', at: NEW_YEAR + 20 * 3600 });
    const { persons, duplicates, reused, differing } = arrange([ofBob, nextDay]);
    expect({ persons, duplicates, reused }).toEqual({
      persons: [[ofBob]],
      duplicates: { rows: 0, conflicts: 0 },
      reused: [nextDay],
    });
    expect(differing).toEqual([{ how: 'reused', events: 1, rows: 1, lines: [3] }]);
  });

  it('sends the events of a person in the order of their times', () => {
    const [late, early] = [
      eventOperation({ key: 'late', at: NEW_YEAR + 9 }),
      eventOperation({ key: 'early', at: NEW_YEAR }),
    ];
    expect(ann(late, early).operations).toEqual([early, late]);
  });

  it('keeps the order of the file for events of the same second', () => {
    const events = [7, 3, 5].map((line) => eventOperation({ key: `row ${line}`, line }));
    expect(ann(...events).operations.map(({ meta }) => firstLine(meta))).toEqual([3, 5, 7]);
  });

  it('sends events with certain names before all others of the person', () => {
    const [cart, purchase, early] = [
      eventOperation({ key: 'cart', name: 'cart', at: NEW_YEAR }),
      eventOperation({ key: 'purchase', name: 'purchase', at: NEW_YEAR + 9 }),
      eventOperation({ key: 'early', name: 'purchase', at: NEW_YEAR + 1 }),
    ];
    expect(arrange([cart, purchase, early], { first: new Set(['purchase']) }).persons).toEqual([
      [early, purchase, cart],
    ]);
  });

  it('has a group for each person, in the order of first appearance', () => {
    const people = ['id:bob', 'id:ann', 'id:bob'].map((person, line) =>
      eventOperation({ person, line, key: `${line}` }),
    );
    const { persons } = arrange(people);
    expect(persons.map((group) => group.map(({ meta }) => firstLine(meta)))).toEqual([[0, 2], [1]]);
  });
});

describe('arrange', () => {
  it('has no persons without operations', () => {
    expect(arrange([])).toEqual({
      persons: [],
      duplicates: { rows: 0, conflicts: 0 },
      differing: [],
      reused: [],
    });
  });
});

describe('arrange, a person whose merged rows are near the limit of an item', () => {
  /** Two rows whose merged item has this many bytes. */
  const rowsOf = (bytes: number) => {
    const long = Object.fromEntries(
      Array.from({ length: 29 }, (_, n) => [`attribute${n}`, 'x'.repeat(1_000)]),
    );
    const merged = Buffer.byteLength(personOperation({ ...long, rest: '', last: '' }).item);
    const missing = 'x'.repeat(bytes - merged);
    return [
      personOperation({ ...long, rest: missing.slice(0, 1_000) }, { line: 2 }),
      personOperation({ last: missing.slice(1_000) }, { line: 3 }),
    ];
  };

  it('is sent in one item of up to 31,000 bytes', () => {
    const [items = []] = arrange(rowsOf(31_000)).persons;
    expect(items.map(({ item }) => Buffer.byteLength(item))).toEqual([31_000]);
  });

  it('is sent in several items, in the order of the rows, if one item would have more bytes', () => {
    const rows = rowsOf(31_001);
    expect(arrange(rows).persons).toEqual([rows]);
  });
});
