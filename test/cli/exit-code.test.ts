import { describe, expect, it } from '@jest/globals';
import { exitCodeOf } from '../../cli/exit-code.ts';
import { REPORTED_STATES } from '../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';

const outcomes = (rejected: number) => ({ ...NO_TALLY.outcomes, rejected });

describe('exitCodeOf', () => {
  it('is 0 for a completed import, and 2 if rows were rejected', () => {
    expect(exitCodeOf({ state: 'completed', outcomes: outcomes(0), refusedFurther: 0 })).toBe(0);
    expect(exitCodeOf({ state: 'completed', outcomes: outcomes(1), refusedFurther: 0 })).toBe(2);
  });

  it('is also 2 if only a further event of delivered rows was rejected', () => {
    expect(exitCodeOf({ state: 'completed', outcomes: outcomes(0), refusedFurther: 1 })).toBe(2);
  });

  it('is 3 for an import that waits for an operator, and 1 for any other end, with or without rejects', () => {
    const codes = REPORTED_STATES.map((state) => [
      state,
      exitCodeOf({ state, outcomes: outcomes(5), refusedFurther: 0 }),
    ]);
    expect(Object.fromEntries(codes)).toEqual({
      completed: 2,
      held: 3,
      paused: 1,
      failed: 1,
      'awaiting-approval': 3,
    });
  });
});
