import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffSeconds } from '../../../../lambdas/domain/delivery/backoff.ts';

const ALMOST_ONE = 1 - Number.EPSILON;
const attempt = fc.integer({ min: 1, max: 2_000 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoffSeconds', () => {
  it('waits up to twice as long each time, and up to 30 s', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7].map((n) => Math.round(backoffSeconds(n, undefined, ALMOST_ONE)));
    expect(longest).toEqual([1, 2, 4, 8, 16, 30, 30]);
  });

  it('spreads waits over the whole range, so that workers do not return at the same time', () => {
    expect(backoffSeconds(4, undefined, 0)).toBe(0);
    expect(backoffSeconds(4, undefined, 0.5)).toBe(4);
  });

  it('waits longer than it was asked to if the request keeps failing', () => {
    expect(backoffSeconds(6, 1, 0.5)).toBe(15);
  });

  it('waits at least as long as it was asked to, and at most the longer of that and 30 s', () => {
    const retryAfter = fc.integer({ min: 0, max: 600 });
    fc.assert(
      fc.property(attempt, retryAfter, random, (failures, asked, chance) => {
        const seconds = backoffSeconds(failures, asked, chance);
        expect(seconds).toBeGreaterThanOrEqual(asked);
        expect(seconds).toBeLessThanOrEqual(Math.max(asked, 30));
      }),
    );
  });
});
