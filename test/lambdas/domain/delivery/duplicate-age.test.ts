import { describe, expect, it } from '@jest/globals';
import { duplicateAge } from '../../../../lambdas/domain/delivery/tally.ts';

const importOf = (day: string) => `orders-${day}T093000-0a1b2c3d`;

describe('duplicateAge', () => {
  it.each([
    ['20260401', 'under_1_day'],
    ['20260331', 'under_7_days'],
    ['20260325', 'under_30_days'],
    ['20260301', 'under_90_days'],
    ['20250401', 'older'],
  ])('of what was delivered on %s, on 1 April 2026: %s', (day, age) => {
    expect(duplicateAge(importOf('20260401'), importOf(day))).toBe(age);
  });

  it('is older where the other import is not known by its name', () => {
    expect(duplicateAge(importOf('20260401'), 'moved here')).toBe('older');
  });
});
