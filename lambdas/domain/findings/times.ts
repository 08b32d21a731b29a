// Events at times that hardly can be: ahead of their file, in an hour that never was, too old.

import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import type { ChunkProfile, TimeMark } from '../profile/chunk-profile.ts';
import { countEvents, eventsYoungerThan } from '../profile/event-ages.ts';
import { NO_ROWS } from '../profile/mark.ts';
import { type Finding, finding, number } from './finding.ts';
import type { DetectContext } from './profiled-column.ts';

const HOUR = 3_600;

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
