import { describe, expect, it } from '@jest/globals';
import { isStale, isStillTrue } from '../../../../lambdas/domain/delivery/stale.ts';

const MONDAY = { feed: 'people', at: 1_767_578_400 };
const TUESDAY = { feed: 'people', at: 1_767_664_800 };
const LEADS = { feed: 'people-leads', at: TUESDAY.at };
const UNKNOWN = { feed: 'people' };

describe('isStale', () => {
  it.each([
    ['true for older data than was delivered', MONDAY, TUESDAY, true],
    ['false for newer data', TUESDAY, MONDAY, false],
    ['false for data of the same time', MONDAY, { ...TUESDAY, at: MONDAY.at }, false],
    ['false if another feed delivered the newer data', MONDAY, LEADS, false],
    ['false if the time of the delivered data is unknown', MONDAY, UNKNOWN, false],
  ])('is %s', (_, news, delivered, stale) => {
    expect(isStale(news, delivered)).toBe(stale);
  });
});

describe('isStillTrue', () => {
  it.each([
    ['true for the same data at a later time', TUESDAY, MONDAY, true],
    ['false at an earlier time', MONDAY, TUESDAY, false],
    ['false at the same time', MONDAY, MONDAY, false],
    ['false in another feed', LEADS, MONDAY, false],
    ['true if the time of the delivered data is unknown', MONDAY, UNKNOWN, true],
  ])('is %s', (_, news, delivered, still) => {
    expect(isStillTrue(news, delivered)).toBe(still);
  });
});
