import { describe, expect, it } from '@jest/globals';
import { isStale, isStillTrue } from '../../../../lambdas/domain/delivery/stale.ts';

const MONDAY = { importId: 'people-20260105T020000-0a1b2c3d', at: 1_767_578_400 };
const TUESDAY = { importId: 'people-20260106T020000-4e5f6a7b', at: 1_767_664_800 };
const LEADS = { importId: 'people-leads-20260106T020000-4e5f6a7b', at: TUESDAY.at };

describe('isStale', () => {
  it.each([
    ['Monday’s data after Tuesday’s', MONDAY, TUESDAY, true],
    ['Tuesday’s after Monday’s', TUESDAY, MONDAY, false],
    ['data of the same time', MONDAY, { ...TUESDAY, at: MONDAY.at }, false],
    ['older data of another feed, whose name begins alike', MONDAY, LEADS, false],
    ['data after some of unknown time', MONDAY, { importId: TUESDAY.importId }, false],
  ])('judges %s', (_, news, delivered, stale) => {
    expect(isStale(news, delivered)).toBe(stale);
  });
});

describe('isStillTrue', () => {
  it.each([
    ['later in the same feed', TUESDAY, MONDAY, true],
    ['earlier', MONDAY, TUESDAY, false],
    ['at the same time', MONDAY, MONDAY, false],
    ['later in another feed', LEADS, MONDAY, false],
    ['after an unknown time', MONDAY, { importId: TUESDAY.importId }, true],
  ])('judges what is told again %s', (_, news, delivered, still) => {
    expect(isStillTrue(news, delivered)).toBe(still);
  });
});
