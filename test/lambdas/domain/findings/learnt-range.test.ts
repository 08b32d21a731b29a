import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_IMPORTS, learntRange } from '../../../../lambdas/domain/findings/learnt-range.ts';
import { cases } from '../../../depth.ts';

describe('learntRange', () => {
  it.each([
    [[100, 100, 100, 100], 3, undefined, 'four imports say nothing'],
    [[100, 100, 100, 100, 100], 3, { min: 70, max: 130 }, 'a tenth of the mean counts as deviation at least'],
    [[80, 120, 80, 120, 100], 3, { min: 46, max: 154 }, 'three deviations of 17.9'],
    [[80, 120, 80, 120, 100], 1, { min: 82, max: 118 }, 'one of them'],
    [[5, 200, 5, 200, 5], 3, { min: 1, max: 370 }, 'what never was 0 is not expected to be'],
    [[0, 4, 2, 3, 1], 3, { min: 0, max: 7 }, 'what was 0 may be'],
    [[0, 0, 0, 0, 0], 3, { min: 0, max: 0 }, 'of nothing but zeros, any number is news'],
  ] as const)('finds after %j with a spread of %d: %j, because %s', (values, spread, range, _because) => {
    expect(learntRange(values, spread)).toEqual(range);
  });

  it('holds the mean, and grows with the spread', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000_000 }), { minLength: FEWEST_IMPORTS, maxLength: 30 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (values, spread) => {
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          const [narrow, wide] = [learntRange(values, spread), learntRange(values, spread * 2)];
          if (!narrow || !wide) throw new Error('five are enough');
          expect(narrow.min).toBeLessThanOrEqual(Math.max(1, mean));
          expect(narrow.max).toBeGreaterThanOrEqual(mean);
          expect(wide.min).toBeLessThanOrEqual(narrow.min);
          expect(wide.max).toBeGreaterThanOrEqual(narrow.max);
        },
      ),
      cases(1_000),
    );
  });
});
