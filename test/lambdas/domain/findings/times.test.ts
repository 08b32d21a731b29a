import { describe, expect, it } from '@jest/globals';
import { detect } from '../../../../lambdas/domain/findings/detect.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';
import { ARRIVAL, codes, type FileEvent, findingsIn, HOUR, profileOf } from './a-file.ts';

/** Events every `every` seconds before the newest one, whose age is in seconds (negative: after the file's arrival). */
function events(count: number, { newestAge = 0, every = 20 } = {}): FileEvent[] {
  return Array.from({ length: count }, (_, n) => ({ seconds: ARRIVAL - newestAge - n * every }));
}

describe('events later than their file', () => {
  it('are counted from five minutes on, because clocks differ', () => {
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
    {
      because: 'local times of Berlin are read as UTC',
      ahead: 2 * HOUR - 120,
      every: 60,
      count: 500,
      finds: true,
    },
    { because: 'Sydney is eleven hours ahead', ahead: 11 * HOUR - 600, every: 600, count: 100, finds: true },
    {
      because: 'the export arrived too late to show a full hour',
      ahead: 2 * HOUR - 1_200,
      every: 60,
      count: 500,
      finds: false,
    },
    {
      because: 'no zone is that far from UTC',
      ahead: 16 * HOUR - 120,
      every: 60,
      count: 2_000,
      finds: false,
    },
    {
      because: 'a few scheduled events are not enough',
      ahead: 2 * HOUR - 120,
      every: 3_600,
      count: 9,
      finds: false,
    },
  ])('hours_ahead: $finds, because $because', ({ ahead, every, count, finds }) => {
    const found = codes(findingsIn({ events: events(count, { newestAge: -ahead, every }) }));
    expect(found.includes('hours_ahead')).toBe(finds);
    expect(found).toContain('future_times');
  });
});

describe('events that stop hours before their file', () => {
  it.each([
    { because: 'local times of New York are read as UTC', age: 5 * HOUR + 90, every: 20, finds: true },
    {
      because: 'the newest event is not a full number of hours old',
      age: 5 * HOUR + 1_500,
      every: 20,
      finds: false,
    },
    { because: 'few events leave gaps anyway', age: 5 * HOUR + 90, every: 120, finds: false },
    {
      because: 'hardly anyone lives that few hours west of UTC',
      age: 2 * HOUR + 90,
      every: 20,
      finds: false,
    },
  ])('hours_behind: $finds, because $because', ({ age, every, finds }) => {
    const found = codes(findingsIn({ events: events(600, { newestAge: age, every }) }));
    expect(found).toEqual(finds ? ['hours_behind'] : []);
  });

  it('are not reported if they become rare before they stop', () => {
    const age = 5 * HOUR + 90;
    const [newest = { seconds: 0 }, ...others] = events(600, { newestAge: age });
    const rare = others.filter(({ seconds }) => newest.seconds - seconds > 600);
    expect(codes(findingsIn({ events: [newest, ...rare] }))).toEqual([]);
  });

  it('are not reported if the export ends at a full hour', () => {
    const atMidnight = Date.UTC(2025, 10, 3) / 1000;
    const upTo = (end: number) => events(600).map((_, n) => ({ seconds: end - 1 - n * 20 }));
    const fiveHoursLater = { arrival: atMidnight + 5 * HOUR + 120, events: upTo(atMidnight) };
    expect(codes(findingsIn(fiveHoursLater))).toEqual([]);
    const tenMinutesMore = { arrival: fiveHoursLater.arrival + 600, events: upTo(atMidnight + 600) };
    expect(codes(findingsIn(tenMinutesMore))).toEqual(['hours_behind']);
  });
});

describe('findings in event times', () => {
  it('give the age of the newest event from 72 hours on', () => {
    expect(findingsIn({ events: events(3, { newestAge: 72 * HOUR - 1 }) })).toEqual([]);
    expect(findingsIn({ events: events(3, { newestAge: 100 * HOUR }) })).toMatchObject([
      {
        code: 'newest_too_old',
        severity: 'notice',
        rows: 3,
        message: `3 of 3 events are older than 72 hours (100 %). The newest event is 100 hours old. ${DETECTORS.newest_too_old.fix}`,
      },
    ]);
    expect(findingsIn({ events: events(3, { newestAge: 130 * HOUR }) })).toMatchObject([
      {
        message: `3 of 3 events are older than 72 hours (100 %). The newest event is 5 days old. ${DETECTORS.newest_too_old.fix}`,
      },
    ]);
  });

  it('use the hours that the feed states, also in the singular', () => {
    const file = { events: events(3, { newestAge: HOUR + 30 }) };
    const context = {
      header: [],
      nowSeconds: ARRIVAL,
      ages: { mode: 'recurring', freshWithin: HOUR } as const,
    };
    expect(detect(profileOf(file), context)).toMatchObject([
      {
        message: `3 of 3 events are older than 1 hour (100 %). The newest event is 1 hour old. ${DETECTORS.not_fresh.fix}`,
      },
    ]);
  });

  it('are a warning if the newest event is older than the feed allows', () => {
    const file = (age: number) => ({
      events: events(3, { newestAge: age }),
      ages: { mode: 'recurring', freshWithin: 1_800 } as const,
    });
    expect(findingsIn(file(1_799))).toEqual([]);
    expect(findingsIn(file(30 * HOUR))).toMatchObject([
      {
        code: 'not_fresh',
        severity: 'warning',
        message: `3 of 3 events are older than 0.5 hours (100 %). The newest event is 30 hours old. ${DETECTORS.not_fresh.fix}`,
      },
    ]);
  });

  it.each([
    ['a recurring feed', { mode: 'recurring' }, ['reaches_far_back']],
    ['a recurring feed with maxAge', { mode: 'recurring', maxAge: 1 }, []],
    ['a backfill', { mode: 'backfill' }, ['old_events_in_segments']],
  ] as const)('of %s with events older than 120 days: %j gives %j', (_, ages, found) => {
    const old = { seconds: ARRIVAL - 120 * 24 * HOUR };
    const file = { events: [...events(3, { newestAge: HOUR }), old], ages };
    expect(codes(findingsIn(file))).toEqual(found);
    const younger = { ...file, events: [{ seconds: old.seconds + 1 }, ...events(3)] };
    expect(codes(findingsIn(younger))).not.toContain('reaches_far_back');
  });

  it('do not report the age of a backfill', () => {
    const old = { events: events(3, { newestAge: 100 * HOUR }), ages: { mode: 'backfill' } } as const;
    expect(codes(findingsIn(old))).toEqual(['old_events_in_segments']);
  });

  it('count times that a clock change skips or repeats', () => {
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

  it("recognize midnights of the feed's zone in UTC times", () => {
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
