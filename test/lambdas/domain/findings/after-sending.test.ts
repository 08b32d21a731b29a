import { describe, expect, it } from '@jest/globals';
import type { Outcomes } from '../../../../lambdas/contracts/report.ts';
import { tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import { findNothingNew } from '../../../../lambdas/domain/findings/after-sending.ts';

const messages = (outcomes: Partial<Outcomes>) =>
  findNothingNew(tallyOf(outcomes).outcomes).map(({ code, message }) => `${code}: ${message}`);

describe('findNothingNew', () => {
  it.each<[Partial<Outcomes>, readonly string[]]>([
    [
      { duplicate: 1_200, rejected: 3 },
      ['nothing_new: All 1,200 rows that could be sent were delivered before.'],
    ],
    [
      { unchanged: 2, duplicate: 1, expired: 9 },
      ['nothing_new: All 3 rows that could be sent were delivered before.'],
    ],
    [{ unchanged: 1 }, ['nothing_new: The only row that could be sent was delivered before.']],
    [{ duplicate: 1_200, delivered: 1 }, []],
    [{ duplicate: 1_200, suppressed: 1 }, []],
    [{ duplicate: 1_200, held: 1 }, []],
    [{ rejected: 3 }, []],
    [{}, []],
  ])('says of %j: %j', (outcomes, told) => {
    expect(messages(outcomes)).toEqual(told);
  });
});
