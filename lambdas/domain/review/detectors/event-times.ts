// Events at times that hardly can be: ahead of their file, in an hour that never was, too old.
import type { ChunkProfile, TimeMark } from './chunk-profile.ts';
import { countEvents } from './event-ages.ts';
import { type Finding, finding, number } from './finding.ts';
import { NO_ROWS } from './mark.ts';
import type { DetectContext } from './profiled-column.ts';

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

/** Customer.io lets events younger than this trigger (OpenAPI, "Events with a timestamp in the past 72 hours"). */
const TRIGGERING_HOURS = 72;

export function findStaleness(
  { span, ages }: ChunkProfile,
  { nowSeconds, newestWithinHours = TRIGGERING_HOURS }: DetectContext,
): Finding[] {
  if (!span) return [];
  const hours = Math.floor((nowSeconds - span.newest) / 3_600);
  if (hours < newestWithinHours) return [];
  const events = countEvents(ages);
  const what = `events are older than ${inHours(newestWithinHours)}`;
  const more = `The newest is ${inHours(hours)} old.`;
  return [finding('newest_too_old', { mark: [events], of: events, what, more })];
}

function inHours(hours: number): string {
  return `${number(hours)} ${hours === 1 ? 'hour' : 'hours'}`;
}
