import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addKeptBack, rowsKeptBack } from '../../../lambdas/domain/counts.ts';
import { someKeptBack } from '../../builders/kept-back.ts';

const cart = (rows: number, ...lines: number[]) => ({
  outcome: 'suppressed' as const,
  reason: 'checkout_started followed by order_placed',
  rows,
  lines,
});

describe('addKeptBack', () => {
  it('adds up rows by outcome and reason', () => {
    const old = { outcome: 'expired', reason: 'older than maxAge 90d', rows: 4, lines: [9] } as const;
    expect(addKeptBack([cart(1, 7), old, cart(2, 3, 5)])).toEqual([old, cart(3, 3, 5, 7)]);
  });

  it('keeps the first 10 lines, in any order of the input', () => {
    const lines = Array.from({ length: 25 }, (_, n) => n + 2);
    expect(addKeptBack(lines.toReversed().map((line) => cart(1, line)))).toEqual([
      cart(25, ...lines.slice(0, 10)),
    ]);
  });

  it('has one entry for each outcome and reason, and loses no row', () => {
    fc.assert(
      fc.property(fc.array(someKeptBack()), (all) => {
        const sum = addKeptBack(all);
        const given = new Set(all.map(({ outcome, reason }) => `${outcome} ${reason}`));
        expect(sum.map(({ outcome, reason }) => `${outcome} ${reason}`).sort()).toEqual([...given].sort());
        for (const outcome of ['held', 'suppressed', 'expired', 'filtered'] as const)
          expect(rowsKeptBack(sum, outcome)).toBe(rowsKeptBack(all, outcome));
      }),
    );
  });
});
