import { describe, expect, it } from '@jest/globals';
import { type AgePolicy, judgeAge } from '../../../../lambdas/domain/rows/age.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const NOW = 1_767_225_600;
const recurring: AgePolicy = { mode: 'recurring', live: 'hold' };
const backfill: AgePolicy = { mode: 'backfill', live: 'hold' };

describe('judgeAge', () => {
  it.each([
    { because: 'a recurring feed is there to trigger', policy: recurring, ages: [HOUR], judged: undefined },
    { because: 'it would trigger campaigns', policy: backfill, ages: [HOUR], judged: 'held' },
    { because: 'it is a second too young', policy: backfill, ages: [3 * DAY - 1], judged: 'held' },
    { because: 'Customer.io lets it trigger no more', policy: backfill, ages: [3 * DAY], judged: undefined },
    {
      because: 'the feed asks for it',
      policy: { ...backfill, live: 'send' },
      ages: [HOUR],
      judged: undefined,
    },
    { because: 'one of its events would trigger', policy: backfill, ages: [9 * DAY, HOUR], judged: 'held' },
    { because: 'it lies ahead', policy: backfill, ages: [-HOUR], judged: 'held' },
    { because: 'it is too old', policy: { ...recurring, maxAge: DAY }, ages: [DAY + 1], judged: 'expired' },
    {
      because: 'all its events are too old',
      policy: { ...recurring, maxAge: DAY },
      ages: [9 * DAY, 2 * DAY],
      judged: 'expired',
    },
    {
      because: 'one of its events is young enough',
      policy: { ...recurring, maxAge: DAY },
      ages: [9 * DAY, HOUR],
      judged: undefined,
    },
    {
      because: 'the event that is young enough would trigger',
      policy: { ...backfill, maxAge: DAY },
      ages: [9 * DAY, HOUR],
      judged: 'held',
    },
    {
      because: 'it is just young enough',
      policy: { ...recurring, maxAge: DAY },
      ages: [DAY],
      judged: undefined,
    },
  ] as const)('$judged, because $because', ({ policy, ages, judged }) => {
    const times = ages.map((age) => NOW - age);
    expect(judgeAge(times, policy, NOW)?.setAside).toBe(judged);
  });

  it('gives the reason as the feed writes it', () => {
    expect(judgeAge([NOW - 99 * DAY], { ...recurring, maxAge: 90 * DAY }, NOW)).toEqual({
      setAside: 'expired',
      reason: 'older than maxAge 90d',
    });
    expect(judgeAge([NOW - HOUR], backfill, NOW)?.reason).toBe('backfill: younger than 72 h');
  });
});
