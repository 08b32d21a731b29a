// Suspects a wrong zone where the newest events lie a whole number of hours off the arrival of their file.

import { type Finding, finding } from '../../findings/finding.ts';
import type { DetectContext } from '../../findings/profiled-column.ts';
import type { ChunkProfile } from '../../profile/chunk-profile.ts';
import { countEvents, eventsBetween, FINE_BUCKET_MINUTES } from '../../profile/event-ages.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
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
