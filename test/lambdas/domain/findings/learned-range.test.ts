import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_IMPORTS, learnedRange } from '../../../../lambdas/domain/findings/learned-range.ts';
import { cases } from '../../../depth.ts';

describe('learnedRange', () => {
  it.each([
    [[100, 100, 100, 100], 3, undefined, 'four imports are too few'],
    [[100, 100, 100, 100, 100], 3, { min: 70, max: 130 }, 'the deviation is at least a tenth of the mean'],
    [[80, 120, 80, 120, 100], 3, { min: 46, max: 154 }, 'three deviations of 17.9'],
    [[80, 120, 80, 120, 100], 1, { min: 82, max: 118 }, 'one deviation of 17.9'],
    [[5, 200, 5, 200, 5], 3, { min: 1, max: 370 }, 'a value that was never 0 is unusual at 0'],
    [[0, 4, 2, 3, 1], 3, { min: 0, max: 7 }, 'a value that was 0 can be 0 again'],
    [[0, 0, 0, 0, 0], 3, { min: 0, max: 0 }, 'after zeros only, any other number is unusual'],
  ] as const)(
    'learns from %j with a spread of %d the range %j, because %s',
    (values, spread, range, _because) => {
      expect(learnedRange(values, spread)).toEqual(range);
    },
  );

  it('contains the mean, and grows with the spread', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 1_000_000 }), { minLength: FEWEST_IMPORTS, maxLength: 30 }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (values, spread) => {
          const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
          const [narrow, wide] = [learnedRange(values, spread), learnedRange(values, spread * 2)];
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
