import { describe, expect, it } from '@jest/globals';
import { duplicateAge } from '../../../../lambdas/domain/delivery/tally.ts';

const arrival = (day: string) => ({ arrivedAt: Date.parse(`${day}T09:30:00Z`) });

describe('duplicateAge', () => {
  it.each([
    ['2026-04-01', 'under_1_day'],
    ['2026-03-31', 'under_7_days'],
    ['2026-03-25', 'under_30_days'],
    ['2026-03-01', 'under_90_days'],
    ['2025-04-01', 'older'],
  ])('is, on 1 April 2026, for an event that arrived on %s: %s', (day, age) => {
    expect(duplicateAge(arrival('2026-04-01'), arrival(day))).toBe(age);
  });

  it('is the same for an event of a file that arrived later but was delivered earlier', () => {
    expect(duplicateAge(arrival('2026-03-31'), arrival('2026-04-01'))).toBe('under_7_days');
  });
});
