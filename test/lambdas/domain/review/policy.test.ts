import { describe, expect, it } from '@jest/globals';
import { decide } from '../../../../lambdas/domain/review/policy.ts';
import { NO_STATISTICS } from '../../../../lambdas/domain/review/statistics.ts';

/** The decision for 100 rows, so many of which were rejected. */
function decideOf(rejected: number, maxRejectShare: number) {
  const rejects = rejected === 0 ? {} : { no_identifier: 1, column_count: rejected - 1 };
  const statistics = { ...NO_STATISTICS, rows: 100, operations: 100 - rejected, rejects };
  return decide(statistics, { maxRejectShare });
}

describe('decide', () => {
  it.each([
    ['forward', 0, 0, 'nothing was rejected'],
    ['forward', 50, 0.5, 'the limit is reached, not exceeded'],
    ['forward', 99, 1, 'no share is too large for this feed'],
    ['hold', 51, 0.5, 'more than half were rejected'],
    ['hold', 1, 0, 'this feed takes no reject at all'],
    ['hold', 100, 0.5, 'nothing but rejects must not pass for completed'],
    ['stop', 100, 1, 'nothing is left to send, and the feed admits it'],
  ] as const)(
    'says %s with %d of 100 rows rejected and a limit of %d, because %s',
    (decision, rejected, limit, _because) => {
      expect(decideOf(rejected, limit).decision).toBe(decision);
    },
  );

  it('says why it holds, in numbers and with the mend', () => {
    expect(decideOf(51, 0.5)).toEqual({
      decision: 'hold',
      reason: {
        code: 'too_many_rejects',
        message: expect.stringMatching(/51 of 100 rows .* 0\.5\. Nothing was sent\./),
      },
    });
  });

  it('stops where there are no rows', () => {
    expect(decide(NO_STATISTICS, { maxRejectShare: 0.5 })).toEqual({ decision: 'stop' });
  });
});
