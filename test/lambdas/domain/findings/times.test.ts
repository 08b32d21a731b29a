import { describe, expect, it } from '@jest/globals';
import { detect } from '../../../../lambdas/domain/findings/detect.ts';
import { ARRIVAL, codes, type FileEvent, findingsIn, HOUR, profileOf } from './a-file.ts';

/** Events every so many seconds, back from an age in seconds (negative: ahead of the file's arrival). */
function events(count: number, { newestAge = 0, every = 20 } = {}): FileEvent[] {
  return Array.from({ length: count }, (_, n) => ({ seconds: ARRIVAL - newestAge - n * every }));
}

describe('events ahead of their file', () => {
  it('are counted from five minutes on, for clocks differ', () => {
    const found = findingsIn({
      header: ['at'],
      events: [
        { seconds: ARRIVAL + 300, column: 'at' },
        { seconds: ARRIVAL + 301, column: 'at' },
      ],
    });
    expect(found).toMatchObject([{ code: 'future_times', column: 'at', rows: 1, share: 0.5, lines: [3] }]);
  });

  it.each([
    { because: 'Berlin takes its summer for UTC', ahead: 2 * HOUR - 120, every: 60, count: 500, finds: true },
    { because: 'Sydney is eleven hours ahead', ahead: 11 * HOUR - 600, every: 600, count: 100, finds: true },
    { because: 'a late export hides the hour', ahead: 2 * HOUR - 1_200, every: 60, count: 500, finds: false },
    { because: 'no zone is so far', ahead: 16 * HOUR - 120, every: 60, count: 2_000, finds: false },
    {
      because: 'a few scheduled events are no shift',
      ahead: 2 * HOUR - 120,
      every: 3_600,
      count: 9,
      finds: false,
    },
  ])('hours_ahead: $finds, for $because', ({ ahead, every, count, finds }) => {
    const found = codes(findingsIn({ events: events(count, { newestAge: -ahead, every }) }));
    expect(found.includes('hours_ahead')).toBe(finds);
    expect(found).toContain('future_times');
  });
});

describe('events that break off hours before their file', () => {
  it.each([
    { because: 'New York takes its winter for UTC', age: 5 * HOUR + 90, every: 20, finds: true },
    {
      because: 'the newest is too few minutes off to be telling',
      age: 5 * HOUR + 1_500,
      every: 20,
      finds: false,
    },
    { because: 'a quiet shop leaves gaps of its own', age: 5 * HOUR + 90, every: 120, finds: false },
    { because: 'nobody lives so few hours west', age: 2 * HOUR + 90, every: 20, finds: false },
  ])('hours_behind: $finds, for $because', ({ age, every, finds }) => {
    const found = codes(findingsIn({ events: events(600, { newestAge: age, every }) }));
    expect(found).toEqual(finds ? ['hours_behind'] : []);
  });

  it('pass where an export takes whole hours', () => {
    const atMidnight = Date.UTC(2025, 10, 3) / 1000;
    const upTo = (end: number) => events(600).map((_, n) => ({ seconds: end - 1 - n * 20 }));
    const fiveHoursLater = { arrival: atMidnight + 5 * HOUR + 120, events: upTo(atMidnight) };
    expect(codes(findingsIn(fiveHoursLater))).toEqual([]);
    const tenMinutesMore = { arrival: fiveHoursLater.arrival + 600, events: upTo(atMidnight + 600) };
    expect(codes(findingsIn(tenMinutesMore))).toEqual(['hours_behind']);
  });
});

describe('findings in event times', () => {
  it('say how old the newest event is, from 72 hours on', () => {
    expect(findingsIn({ events: events(3, { newestAge: 72 * HOUR - 1 }) })).toEqual([]);
    expect(findingsIn({ events: events(3, { newestAge: 100 * HOUR }) })).toMatchObject([
      {
        code: 'newest_too_old',
        severity: 'notice',
        rows: 3,
        message: '3 of 3 events are older than 72 hours (100 %). The newest is 100 hours old.',
      },
    ]);
    expect(findingsIn({ events: events(3, { newestAge: 130 * HOUR }) })).toMatchObject([
      { message: '3 of 3 events are older than 72 hours (100 %). The newest is 5 days old.' },
    ]);
  });

  it('say so for hours that the feed states, in the singular, too', () => {
    const file = { events: events(3, { newestAge: HOUR + 30 }) };
    const context = {
      header: [],
      nowSeconds: ARRIVAL,
      ages: { mode: 'recurring', freshWithin: HOUR } as const,
    };
    expect(detect(profileOf(file), context)).toMatchObject([
      { message: '3 of 3 events are older than 1 hour (100 %). The newest is 1 hour old.' },
    ]);
  });

  it('warn where it is older than the feed wants it', () => {
    const file = (age: number) => ({
      events: events(3, { newestAge: age }),
      ages: { mode: 'recurring', freshWithin: 1_800 } as const,
    });
    expect(findingsIn(file(1_799))).toEqual([]);
    expect(findingsIn(file(30 * HOUR))).toMatchObject([
      {
        code: 'not_fresh',
        severity: 'warning',
        message: '3 of 3 events are older than 0.5 hours (100 %). The newest is 30 hours old.',
      },
    ]);
  });

  it.each([
    ['a recurring feed', { mode: 'recurring' }, ['reaches_far_back']],
    ['a recurring feed with maxAge', { mode: 'recurring', maxAge: 1 }, []],
    ['a backfill', { mode: 'backfill' }, []],
  ] as const)('of %s that reaches back over 120 days: %j gives %j', (_, ages, found) => {
    const old = { seconds: ARRIVAL - 120 * 24 * HOUR };
    const file = { events: [...events(3, { newestAge: HOUR }), old], ages };
    expect(codes(findingsIn(file))).toEqual(found);
    expect(codes(findingsIn({ ...file, events: [{ seconds: old.seconds + 1 }, ...events(3)] }))).toEqual([]);
  });

  it('leave a backfill to be as old as it is', () => {
    expect(findingsIn({ events: events(3, { newestAge: 100 * HOUR }), ages: { mode: 'backfill' } })).toEqual(
      [],
    );
  });

  it('count times that the clock change skipped or repeated', () => {
    const found = findingsIn({
      header: ['id', 'Created at'],
      events: [
        { seconds: ARRIVAL - 10, column: 'Created at', note: 'dst_gap' },
        { seconds: ARRIVAL - 9, column: 'Created at', note: 'dst_overlap' },
        { seconds: ARRIVAL - 8, column: 'Created at', note: 'dst_overlap' },
      ],
    });
    expect(found).toMatchObject([
      { code: 'dst_gap', column: 'Created at', rows: 1, lines: [2] },
      { code: 'dst_overlap', column: 'Created at', rows: 2, lines: [3, 4] },
    ]);
  });

  it("find midnights of the feed's zone in UTC times", () => {
    const cells = ['2025-10-29', '2025-10-30', '2025-10-31', '2025-11-01', '2025-11-02'].map(
      (day) => `${day}T04:00:00Z`,
    );
    const file = {
      header: ['at'],
      rows: cells.map((cell) => [cell]),
      events: cells.map((cell) => ({ seconds: Date.parse(cell) / 1000, column: 'at' })),
    };
    expect(codes(findingsIn({ ...file, timezone: 'America/New_York' }))).toEqual(['all_midnight']);
    expect(codes(findingsIn(file))).toEqual(['rounded_to_hour']);
  });
});
