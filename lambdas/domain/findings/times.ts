// Times of events that are unlikely: in the future, in a skipped hour, too old, rounded, or hours off by a wrong zone.

import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import { number } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { CellMark } from '../profile/cell-mark.ts';
import type { ChunkProfile, TimeMark } from '../profile/chunk-profile.ts';
import { countEvents, eventsBetween, eventsYoungerThan, FINE_BUCKET_MINUTES } from '../profile/event-ages.ts';
import { addMark, type Mark, NO_ROWS } from '../profile/mark.ts';
import { finding } from './finding.ts';
import type { DetectContext, ProfiledColumn } from './profiled-column.ts';
import type { DetectorCode } from './table.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const SAYS = {
  future: ['future_times', 'events lie ahead of the arrival of their file'],
  dst_gap: ['dst_gap', 'events are at an hour that was skipped'],
  dst_overlap: ['dst_overlap', 'events are at an hour that came twice'],
} as const satisfies Partial<Record<TimeMark, readonly [string, string]>>;

export function findOddTimes({ times }: ChunkProfile, { header }: DetectContext): Finding[] {
  return times.flatMap(({ column, marks }) => {
    const [of] = marks.events ?? NO_ROWS;
    return (Object.keys(SAYS) as (keyof typeof SAYS)[]).flatMap((name) => {
      const mark = marks[name];
      const [code, what] = SAYS[name];
      return mark ? [finding(code, { column: header[column], mark, of, what })] : [];
    });
  });
}

/** Where the feed says nothing: older events trigger nothing. */
const FRESH_SECONDS = LIVE_WINDOW_SECONDS;

export function findStaleness(
  { span, ages }: ChunkProfile,
  { nowSeconds, ages: stated }: DetectContext,
): Finding[] {
  const { freshWithin = FRESH_SECONDS, mode = 'recurring' } = stated ?? {};
  if (!span || mode === 'backfill' || nowSeconds - span.newest < freshWithin) return [];
  const events = countEvents(ages);
  const what = `events are older than ${inHours(freshWithin / HOUR)}`;
  const hours = Math.floor((nowSeconds - span.newest) / HOUR);
  const more = `The newest is ${hours < IN_DAYS_HOURS ? inHours(hours) : `${number(Math.floor(hours / 24))} days`} old.`;
  const code = stated?.freshWithin === undefined ? 'newest_too_old' : 'not_fresh';
  return [finding(code, { mark: [events], of: events, what, more })];
}

const FAR_BACK_DAYS = 120;

/** History comes in backfills; a recurring feed that brings it has no `maxAge` or the wrong file. */
export function findFarBack({ ages }: ChunkProfile, { ages: stated }: DetectContext): Finding[] {
  if (!stated || stated.mode === 'backfill' || stated.maxAge !== undefined) return [];
  const all = countEvents(ages);
  const old = all - eventsYoungerThan({ ages }, FAR_BACK_DAYS * 24);
  const what = `events are older than ${FAR_BACK_DAYS} days`;
  return old === 0 ? [] : [finding('reaches_far_back', { mark: [old], of: all, what })];
}

/** Nobody reads thousands of hours. */
const IN_DAYS_HOURS = 5 * 24;

function inHours(hours: number): string {
  return `${number(hours)} ${hours === 1 ? 'hour' : 'hours'}`;
}

/** Fewer times are round by chance. */
const FEWEST = 5;
/** Of a hundred times one may be otherwise: someone adds a row by hand. */
const SHARE = 0.99;

interface Level {
  readonly code: DetectorCode;
  readonly what: string;
  /** How the cells are written. */
  readonly written: readonly CellMark[];
  /** What they are on the clocks of the feed's zone. */
  readonly inZone: readonly TimeMark[];
}

const LEVELS: readonly Level[] = [
  {
    code: 'all_midnight',
    what: 'times are at midnight',
    written: ['on_midnight', 'date_only'],
    inZone: ['midnight'],
  },
  {
    code: 'rounded_to_hour',
    what: 'times are on the hour',
    written: ['on_midnight', 'date_only', 'on_hour'],
    inZone: ['midnight', 'hour'],
  },
  {
    code: 'rounded_to_minute',
    what: 'times are on the minute',
    written: ['on_midnight', 'date_only', 'on_hour', 'on_minute'],
    inZone: ['midnight', 'hour', 'minute'],
  },
];

/** Looks where a time of day is meant: in the times of events, and in columns that the feed types as `datetime`. */
export function findRoundedTimes(column: ProfiledColumn): Finding[] {
  const { name, rule, eventTimes, rows, mark } = column;
  if (!eventTimes && rule.type !== 'datetime') return [];
  const cells = rows('date', 'epoch_seconds', 'epoch_milliseconds', 'epoch_microseconds');
  const [events] = eventTimes?.events ?? NO_ROWS;
  const inZone = (marks: readonly TimeMark[]) =>
    marks.map((found) => eventTimes?.[found] ?? NO_ROWS).reduce(addMark, NO_ROWS);
  for (const { code, what, ...level } of LEVELS) {
    const clocks: readonly (readonly [Mark, number])[] = [
      [mark(...level.written), cells],
      [inZone(level.inZone), events],
    ];
    const round = clocks.find(([marked, of]) => of >= FEWEST && marked[0] >= of * SHARE);
    if (round) return [finding(code, { column: name, mark: round[0], of: round[1], what })];
  }
  return [];
}

/** No zone is further off UTC. */
const MOST_HOURS = 14;

/**
 * Ahead: the newest event is N hours ahead, less the quarter of an hour that an export may take to arrive; at least
 * ten events are ahead; and at least half of the hours between hold some. A stray row with a wrong year, or a few
 * scheduled events, do not pass.
 */
export function findHoursAhead({ span, ages }: ChunkProfile, { nowSeconds }: DetectContext): Finding[] {
  const aheadSeconds = (span?.newest ?? 0) - nowSeconds;
  const hours = Math.ceil((aheadSeconds - MINUTE) / HOUR);
  if (hours < 1 || hours > MOST_HOURS || hours * HOUR - aheadSeconds > 15 * MINUTE) return [];
  const ahead = eventsBetween(ages, -hours * 60, 0);
  const busyHours = range(1, hours).filter((hour) => eventsBetween(ages, -hour * 60, (1 - hour) * 60) > 0);
  if (ahead < 10 || busyHours.length * 2 < hours) return [];
  const what = 'events lie ahead of the arrival of their file';
  const more = `The newest is just under ${hours} hours ahead, as local times are that are taken for times ${hours} hours west of them.`;
  return [finding('hours_ahead', { mark: [ahead], of: countEvents(ages), what, more })];
}

/** From Brazil to the date line: nobody trades one or two hours west of Greenwich. */
const [NEAREST_BEHIND, FURTHEST_BEHIND] = [3, 12];
/** Events in the last hour, at least: one a minute, so that the newest shows where they break off to the minute. */
const BUSY = 60;

/**
 * Behind: sixty events in the hour before the newest, going on at no less than half their pace until they break
 * off, and that N hours to N hours 5 minutes before the file arrived. Silent where they break off within ten minutes
 * before an hour or half an hour by the clock: there exports end that take whole hours or days, which look the same.
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
  const what = `events lie in the hour before they break off, ${hours} hours before their file arrived`;
  return [finding('hours_behind', { mark: [lastHour], of: countEvents(ages), what })];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}
