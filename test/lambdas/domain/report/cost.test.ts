import { describe, expect, it } from '@jest/globals';
import { seenTableDollars } from '../../../../lambdas/domain/report/cost.ts';

describe('seenTableDollars', () => {
  it.each([
    { because: 'a million new rows', lookedUp: 1e6, operations: 1e6, dollars: 0.6875 },
    { because: 'a million rows that are known', lookedUp: 1e6, operations: 0, dollars: 0.0625 },
    { because: 'no rows', lookedUp: 0, operations: 0, dollars: 0 },
  ])('is $dollars for $because', ({ dollars, ...weighed }) => {
    expect(seenTableDollars(weighed)).toBe(dollars);
  });
});
