import { describe, expect, it } from '@jest/globals';
import { compileRoundness } from '../../../../../lambdas/domain/rows/time/zone.ts';

describe('compileRoundness', () => {
  it.each([
    ['America/New_York', '2023-05-01T00:00:00-04:00', 'midnight'],
    ['America/New_York', '2023-01-01T00:00:00-05:00', 'midnight'],
    ['America/New_York', '2023-05-01T00:00:00Z', 'hour'],
    ['America/New_York', '2023-05-01T10:11:00Z', 'minute'],
    ['America/New_York', '2023-05-01T10:11:12Z', 'second'],
    ['Asia/Kolkata', '2023-05-01T10:00:00Z', 'minute'],
    ['Asia/Kolkata', '2023-05-01T10:00:00+05:30', 'hour'],
    ['UTC', '1999-12-31T00:00:00Z', 'midnight'],
    ['UTC', '1969-12-31T00:00:00Z', 'midnight'],
  ])('in %s, finds that %s is round to the %s', (zone, time, roundness) => {
    expect(compileRoundness(zone)(Date.parse(time) / 1000)).toBe(roundness);
  });
});
