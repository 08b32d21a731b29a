// Findings about when events happened: in the future, in a skipped hour, too old, rounded, or hours off.

import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import { count } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { CellMark } from '../profile/cell-mark.ts';
import type { ChunkProfile, TimeMark } from '../profile/chunk-profile.ts';
import { countEvents, eventsBetween, eventsYoungerThan, FINE_BUCKET_MINUTES } from '../profile/event-ages.ts';
import { addMark, type Mark, NO_ROWS } from '../profile/mark.ts';
import { type Evidence, finding } from './finding.ts';
import type { DetectContext, ProfiledColumn } from './profiled-column.ts';
import type { DetectorCode } from './table.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const ODD_TIMES = {
  future: ['future_times', 'are later than the arrival of their file'],
  dst_gap: ['dst_gap', 'are at an hour that daylight saving time skips'],
  dst_overlap: ['dst_overlap', 'are at an hour that occurs twice'],
} as const satisfies Partial<Record<TimeMark, readonly [DetectorCode, Evidence['says']]>>;

/** Events in the future, and at hours that a clock change skips or repeats. */
export function findOddTimes({ times }: ChunkProfile, { header }: DetectContext): Finding[] {
  return times.flatMap(({ column, marks }) => {
    const [of] = marks.events ?? NO_ROWS;
    return (Object.keys(ODD_TIMES) as (keyof typeof ODD_TIMES)[]).flatMap((name) => {
      const mark = marks[name];
      const [code, says] = ODD_TIMES[name];
      return mark ? [finding(code, { column: header[column], mark, of, what: 'event', says })] : [];
    });
  });
}

/** The default of `freshWithin`: older events trigger nothing. */
const FRESH_SECONDS = LIVE_WINDOW_SECONDS;

/** A file whose newest event is too old. A backfill is meant to be old. */
export function findStaleness(
  { span, ages }: ChunkProfile,
  { nowSeconds, ages: stated }: DetectContext,
): Finding[] {
  const { freshWithin = FRESH_SECONDS, mode = 'recurring' } = stated ?? {};
  if (!span || mode === 'backfill' || nowSeconds - span.newest < freshWithin) return [];
  const events = countEvents(ages);
  const hours = Math.floor((nowSeconds - span.newest) / HOUR);
  const age = hours < IN_DAYS_HOURS ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day');
  const code = stated?.freshWithin === undefined ? 'newest_too_old' : 'not_fresh';
  return [
    finding(code, {
      mark: [events],
      of: events,
      what: 'event',
      says: `are older than ${count(freshWithin / HOUR, 'hour')}`,
      more: `The newest event is ${age} old.`,
    }),
  ];
}

/** From this age on, an age is given in days. */
const IN_DAYS_HOURS = 5 * 24;

const FAR_BACK_DAYS = 120;

/** A recurring feed with history: it lacks `maxAge`, or this is the wrong file. */
export function findFarBack({ ages }: ChunkProfile, { ages: stated }: DetectContext): Finding[] {
  if (!stated || stated.mode === 'backfill' || stated.maxAge !== undefined) return [];
  const of = countEvents(ages);
  const old = of - eventsYoungerThan({ ages }, FAR_BACK_DAYS * 24);
  if (old === 0) return [];
  const says = `are older than ${FAR_BACK_DAYS} days` as const;
  return [finding('reaches_far_back', { mark: [old], of, what: 'event', says })];
}

/** Reads events of a column and columns of type `datetime`: a time of day is meant there. */
export function findRoundedTimes(column: ProfiledColumn): Finding[] {
  const { name, rule, eventTimes, rows, mark } = column;
  if (!eventTimes && rule.type !== 'datetime') return [];
  const cells = rows('date', 'epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds');
  const [events] = eventTimes?.events ?? NO_ROWS;
  const inZone = (marks: readonly TimeMark[]) =>
    marks.map((found) => eventTimes?.[found] ?? NO_ROWS).reduce(addMark, NO_ROWS);
  for (const { code, says, ...level } of LEVELS) {
    const clocks: readonly (readonly [Mark, number])[] = [
      [mark(...level.written), cells],
      [inZone(level.inZone), events],
    ];
    const round = clocks.find(([marked, of]) => of >= FEWEST && marked[0] >= of * SHARE);
    if (round) return [finding(code, { column: name, mark: round[0], of: round[1], what: 'time', says })];
  }
  return [];
}

/** Fewer times can be round by chance. */
const FEWEST = 5;
/** One time in a hundred may differ: a row that was added by hand. */
const SHARE = 0.99;

interface Level {
  readonly code: DetectorCode;
  readonly says: Evidence['says'];
  /** Marks of the cells as they are written. */
  readonly written: readonly CellMark[];
  /** Marks of the times on the clocks of the feed's zone. */
  readonly inZone: readonly TimeMark[];
}

const LEVELS: readonly Level[] = [
  {
    code: 'all_midnight',
    says: 'are at midnight',
    written: ['on_midnight', 'date_only'],
    inZone: ['midnight'],
  },
  {
    code: 'rounded_to_hour',
    says: 'are on the hour',
    written: ['on_midnight', 'date_only', 'on_hour'],
    inZone: ['midnight', 'hour'],
  },
  {
    code: 'rounded_to_minute',
    says: 'are on the minute',
    written: ['on_midnight', 'date_only', 'on_hour', 'on_minute'],
    inZone: ['midnight', 'hour', 'minute'],
  },
];

/**
 * Local times that are read in a zone further west. The newest event is a whole number of hours in the future, less up
 * to 15 minutes that the export takes to arrive. At least 10 events are in the future, and at least half of these hours
 * have events. One row with a wrong year, or a few scheduled events, are not reported.
 */
export function findHoursAhead({ span, ages }: ChunkProfile, { nowSeconds }: DetectContext): Finding[] {
  const aheadSeconds = (span?.newest ?? 0) - nowSeconds;
  const hours = Math.ceil((aheadSeconds - MINUTE) / HOUR);
  if (hours < 1 || hours > MOST_HOURS || hours * HOUR - aheadSeconds > 15 * MINUTE) return [];
  const ahead = eventsBetween(ages, -hours * 60, 0);
  const busyHours = range(1, hours).filter((hour) => eventsBetween(ages, -hour * 60, (1 - hour) * 60) > 0);
  if (ahead < 10 || busyHours.length * 2 < hours) return [];
  return [
    finding('hours_ahead', {
      mark: [ahead],
      of: countEvents(ages),
      what: 'event',
      says: 'are later than the arrival of their file',
      more: `The newest event is almost ${count(hours, 'hour')} later, as if local times were read in a zone ${count(hours, 'hour')} further west.`,
    }),
  ];
}

/** The largest offset of a zone from UTC. */
const MOST_HOURS = 14;

/**
 * Local times that are read as UTC. At least 60 events are in the hour before the newest one, continue at half that
 * rate or more, and stop 3 to 12 whole hours before the file arrived, or up to 5 minutes earlier. Not reported if they
 * stop in the 10 minutes before a full or half hour: exports of whole hours or days look the same.
 */
export function findHoursBehind({ span, ages }: ChunkProfile, { nowSeconds }: DetectContext): Finding[] {
  if (!span) return [];
  const lagSeconds = nowSeconds - span.newest;
  const hours = Math.floor(lagSeconds / HOUR);
  const lateSeconds = lagSeconds - hours * HOUR;
  if (hours < NEAREST_BEHIND || hours > FURTHEST_BEHIND || lateSeconds > 5 * MINUTE) return [];
  if (30 * MINUTE - (span.newest % (30 * MINUTE)) <= 10 * MINUTE) return [];
  const from = hours * 60;
  const lastHour = eventsBetween(ages, from, from + 60);
  const lastMinutes = eventsBetween(ages, from, from + FINE_BUCKET_MINUTES);
  const lastMinutesLong = FINE_BUCKET_MINUTES - lateSeconds / MINUTE;
  if (lastHour < BUSY || lastMinutes / lastMinutesLong < lastHour / 60 / 2) return [];
  const says =
    `are in the last hour with events, which ended ${hours} hours before the file arrived` as const;
  return [finding('hours_behind', { mark: [lastHour], of: countEvents(ages), what: 'event', says })];
}

/** From Brazil to the date line. There are hardly any shops 1 or 2 hours west of UTC. */
const [NEAREST_BEHIND, FURTHEST_BEHIND] = [3, 12];
/** Fewest events in the last hour. With one a minute, the minute in which they stop is known. */
const BUSY = 60;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
