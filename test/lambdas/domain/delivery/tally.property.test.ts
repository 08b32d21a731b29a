import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DUPLICATE_AGES, OUTCOMES } from '../../../../lambdas/contracts/report.ts';
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
    deliveredFurther: count,
    requests: count,
    retries: count,
    duplicates: fc.dictionary(fc.constantFrom(...DUPLICATE_AGES), count),
    deliveredGroups: fc.option(count, { nil: undefined }),
    keptBack: fc.array(someKeptBack()).map(addKeptBack),
  })
  .map(({ outcomes, ...rest }) => tallyOf(outcomes, rest));

describe('addTallies', () => {
  it('has the same sum in any order of partitions', () => {
    const shuffled = fc
      .array(someTally)
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(shuffled, ([all, others]) => {
        expect(others.reduce(addTallies, NO_TALLY)).toEqual(all.reduce(addTallies, NO_TALLY));
      }),
    );
  });

  it('does not change when nothing is added', () => {
    fc.assert(fc.property(someTally, (tally) => expect(addTallies(tally, NO_TALLY)).toEqual(tally)));
  });
});

describe('unaccountedRows', () => {
  it('is the number of rows without an outcome in all tallies together', () => {
    fc.assert(
      fc.property(fc.array(someTally), count, (tallies, missing) => {
        const found = tallies
          .flatMap(({ outcomes }) => Object.values(outcomes))
          .reduce((sum, rows) => sum + rows, 0);
        expect(unaccountedRows(found + missing, tallies.reduce(addTallies, NO_TALLY))).toBe(missing);
      }),
    );
  });

  it('is negative if a row was counted twice', () => {
    expect(unaccountedRows(3, tallyOf({ delivered: 3, rejected: 1 }))).toBe(-1);
  });
});

describe('tallyOf', () => {
  it('is 0 for all other outcomes, and does not change NO_TALLY', () => {
    expect(tallyOf({ held: 2 }, { conflicts: 1 })).toEqual({
      outcomes: {
        delivered: 0,
        duplicate: 0,
        unchanged: 0,
        rejected: 0,
        held: 2,
        suppressed: 0,
        expired: 0,
        filtered: 0,
      },
      conflicts: 1,
      retries: 0,
      duplicates: {},
      differing: [],
      keptBack: [],
      refusedFurther: 0,
      deliveredFurther: 0,
      deliveredGroups: 0,
      requests: 0,
    });
    expect(Object.values(NO_TALLY.outcomes)).toEqual(OUTCOMES.map(() => 0));
  });
});
