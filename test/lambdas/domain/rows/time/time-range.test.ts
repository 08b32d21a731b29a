import { describe, expect, it } from '@jest/globals';
import { checkTimeRange } from '../../../../../lambdas/domain/rows/time/read-result.ts';

const NOW = Date.UTC(2025, 10, 3, 14) / 1000;
const DAY = 24 * 60 * 60;

describe('checkTimeRange', () => {
  it.each<[number, string | undefined, string]>([
    [999_999_999, 'time_out_of_range', 'nine digits: Customer.io would put its own clock in place'],
    [1_000_000_000, undefined, 'the first second of ten digits'],
    [NOW, undefined, 'now'],
    [NOW + DAY, undefined, 'a zone off by a day'],
    [NOW + DAY + 1, 'future_time', 'more than a day ahead'],
    [1_762_178_709_123, 'future_time', 'milliseconds taken for seconds'],
  ])('for %d returns %s: %s', (seconds, reject) => {
    expect(checkTimeRange(seconds, NOW)).toBe(reject);
  });
});
