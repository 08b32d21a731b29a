import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { OUTCOMES } from '../../../../lambdas/contracts/report.ts';
import { addKeptBack } from '../../../../lambdas/domain/counts.ts';
import {
  addTallies,
  NO_TALLY,
  type Tally,
  tallyOf,
  unaccountedRows,
} from '../../../../lambdas/domain/delivery/tally.ts';
import { someKeptBack } from '../../../builders/kept-back.ts';

const count = fc.nat({ max: 1_000 });
const someTally: fc.Arbitrary<Tally> = fc
  .record({
    outcomes: fc.dictionary(fc.constantFrom(...OUTCOMES), count),
    conflicts: count,
    refusedFurther: count,
    requests: count,
    keptBack: fc.array(someKeptBack()).map(addKeptBack),
  })
  .map(({ outcomes, ...rest }) => tallyOf(outcomes, rest));

describe('addTallies', () => {
  it('gives the same sum in whatever order partitions end', () => {
    const shuffled = fc
      .array(someTally)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(others.reduce(addTallies, NO_TALLY)).toEqual(all.reduce(addTallies, NO_TALLY));
      }),
    );
  });

  it('adds nothing by adding nothing', () => {
    fc.assert(fc.property(someTally, (tally) => expect(addTallies(tally, NO_TALLY)).toEqual(tally)));
  });
});

describe('unaccountedRows', () => {
  it('is what is missing until every row has an outcome, however rows are spread over tallies', () => {
    fc.assert(
      fc.property(fc.array(someTally), count, (tallies, missing) => {
        const found = tallies
          .flatMap(({ outcomes }) => Object.values(outcomes))
          .reduce((sum, rows) => sum + rows, 0);
        expect(unaccountedRows(found + missing, tallies.reduce(addTallies, NO_TALLY))).toBe(missing);
      }),
    );
  });

  it('is negative where a row was counted twice', () => {
    expect(unaccountedRows(3, tallyOf({ delivered: 3, rejected: 1 }))).toBe(-1);
  });
});

describe('tallyOf', () => {
  it('is zero where nothing is said, and leaves the zero as it is', () => {
    expect(tallyOf({ held: 2 }, { conflicts: 1 })).toEqual({
      outcomes: { delivered: 0, duplicate: 0, unchanged: 0, rejected: 0, held: 2, suppressed: 0, expired: 0 },
      conflicts: 1,
      retries: 0,
      duplicates: {},
      keptBack: [],
      refusedFurther: 0,
      requests: 0,
    });
    expect(Object.values(NO_TALLY.outcomes)).toEqual(OUTCOMES.map(() => 0));
  });
});
