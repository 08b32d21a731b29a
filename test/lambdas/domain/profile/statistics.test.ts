import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addCounts, addKeptBack } from '../../../../lambdas/domain/counts.ts';
import {
  addExamples,
  addStatistics,
  countRows,
  NO_STATISTICS,
  rejectedRows,
  type Statistics,
} from '../../../../lambdas/domain/profile/statistics.ts';
import { someKeptBack } from '../../../builders/kept-back.ts';
import { eventOperation } from '../../../builders/operation.ts';

const count = fc.nat({ max: 1_000 });
const someStatistics: fc.Arbitrary<Statistics> = fc.record({
  rows: count,
  operations: count,
  bytes: count,
  keptBack: fc.array(someKeptBack()).map(addKeptBack),
  rejects: fc.dictionary(fc.constantFrom('no_identifier', 'column_count'), count),
  rejectExamples: fc.dictionary(
    fc.constantFrom('no_identifier', 'column_count'),
    fc
      .array(fc.record({ line: count }), { maxLength: 5 })
      .map((some) => some.sort((a, b) => a.line - b.line)),
  ),
  events: fc.dictionary(fc.constantFrom('order_placed', 'constructor', '__proto__'), count),
});

describe('addStatistics', () => {
  it('adds groups up, unless a part was not counted', () => {
    const of = (groups?: number) => ({ ...NO_STATISTICS, groups });
    expect(addStatistics(of(2), of(3)).groups).toBe(5);
    expect(addStatistics(of(2), of()).groups).toBeUndefined();
  });

  it('gives the same sum in any order of chunks', () => {
    const shuffled = fc
      .array(someStatistics)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(others.reduce(addStatistics, NO_STATISTICS)).toEqual(all.reduce(addStatistics, NO_STATISTICS));
      }),
    );
  });

  it('changes nothing when it adds a chunk without rows', () => {
    fc.assert(
      fc.property(someStatistics, (statistics) => {
        expect(addStatistics(statistics, NO_STATISTICS)).toEqual(statistics);
      }),
    );
  });
});

describe('addCounts', () => {
  it('counts an event named __proto__ like any other', () => {
    const one = JSON.parse('{"__proto__": 2, "constructor": 1}');
    expect(Object.entries(addCounts(one, one))).toEqual([
      ['__proto__', 4],
      ['constructor', 2],
    ]);
  });

  it('does not change its arguments', () => {
    const [a, b] = [{ x: 1 }, { x: 2, y: 3 }];
    expect(addCounts<string>(a, b)).toEqual({ x: 3, y: 3 });
    expect([a, b]).toEqual([{ x: 1 }, { x: 2, y: 3 }]);
  });
});

describe('rejectedRows', () => {
  it('adds up all codes', () => {
    expect(rejectedRows({ rejects: { no_identifier: 2, column_count: 3 } })).toBe(5);
    expect(rejectedRows(NO_STATISTICS)).toBe(0);
  });
});

describe('addExamples', () => {
  it('keeps the first five rejected rows of each code by line, in any order of chunks', () => {
    const lines = (...all: number[]) => ({ no_identifier: all.map((line) => ({ line })) });
    const first = lines(2, 4, 9, 11, 30);
    expect(addExamples(lines(4, 11, 31), lines(2, 9, 30))).toEqual(first);
    expect(addExamples(lines(2, 9, 30), lines(4, 11, 31))).toEqual(first);
    expect(addExamples(first, { column_count: [{ line: 1 }] })).toEqual({
      ...first,
      column_count: [{ line: 1 }],
    });
  });
});

describe('countRows', () => {
  it('keeps the first five rejected rows of each code', () => {
    const counter = countRows();
    for (const line of [2, 3, 4, 5, 6, 7]) counter.rejected('no_identifier', 1, { line });
    const { rejects, rejectExamples } = counter.statistics(6);
    expect(rejects).toEqual({ no_identifier: 6 });
    expect(rejectExamples.no_identifier?.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it('counts the rows of a chunk by outcome', () => {
    const counter = countRows();
    const [order, refund] = [
      eventOperation({ rows: 2 }),
      eventOperation({ countsRows: false, key: 'refund' }, { note: 'é' }),
    ];
    const mapped = { operations: [order, refund], events: [event('order_placed'), event('order_refunded')] };
    counter.mapped({ ...mapped, identifiers: {} }, 2);
    counter.mapped({ operations: [order], events: [event('order_placed')], identifiers: {} }, 3);
    counter.rejected('no_identifier', 1, { line: 7 });
    expect(counter.statistics(6)).toEqual({
      rows: 6,
      operations: 3,
      bytes: [order, refund, order].reduce((sum, { item }) => sum + Buffer.byteLength(item), 0),
      keptBack: [],
      rejects: { no_identifier: 1 },
      rejectExamples: { no_identifier: [{ line: 7 }] },
      events: { order_placed: 5, order_refunded: 2 },
    });
  });

  it('counts rows that a policy of the feed keeps back', () => {
    const counter = countRows();
    const live = { setAside: 'held', reason: 'backfill: younger than 72 h' } as const;
    counter.setAside(live, 2, 2);
    counter.setAside(live, 7, 1);
    counter.setAside({ setAside: 'expired', reason: 'older than maxAge 90d' }, 5, 2);
    expect(counter.statistics(5)).toEqual({
      ...NO_STATISTICS,
      groups: undefined,
      rows: 5,
      keptBack: [
        { outcome: 'expired', reason: 'older than maxAge 90d', rows: 2, lines: [5] },
        { outcome: 'held', reason: 'backfill: younger than 72 h', rows: 3, lines: [2, 7] },
      ],
    });
  });

  it('counts groups of a feed that groups its rows, also those that are rejected or held', () => {
    const counter = countRows({ groupsRows: true });
    const order = { operations: [], events: [event('order_placed')], identifiers: {} };
    counter.mapped(order, 3);
    counter.rejected('no_identifier', 2, { line: 5 });
    counter.setAside({ setAside: 'held', reason: 'backfill: younger than 72 h' }, 7, 1);
    counter.rejected('orphan_continuation', 1, { line: 8 });
    expect(counter.statistics(7)).toMatchObject({ rows: 7, groups: 3 });
  });

  it('counts an event named __proto__ like any other', () => {
    const counter = countRows();
    counter.mapped({ operations: [], events: [event('__proto__')], identifiers: {} }, 1);
    expect(Object.entries(counter.statistics(1).events)).toEqual([['__proto__', 1]]);
  });
});

function event(name: string) {
  return { name, seconds: 0 };
}
