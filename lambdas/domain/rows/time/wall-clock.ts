// From what a clock shows to an instant.

import type { ReadTime, TimeReject } from './read-result.ts';
import type { Offset, Zone } from './zone.ts';

/** Years beyond are placeholders (0001-01-01, 9999-12-31), not times. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2100;

/** Seconds as if the clock showed UTC. No day rolls over, 24:00 and the leap second :60 are no times. */
export function wallSeconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | TimeReject {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return 'impossible_time';
  if (hour > 23 || minute > 59 || second > 59) return 'impossible_time';
  if (year < FIRST_YEAR || year > LAST_YEAR) return 'time_out_of_range';
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** A time's own offset counts before the feed's zone. */
export function toInstant(wall: number | TimeReject, offset: Offset, zone: Zone | undefined): ReadTime {
  if (typeof wall !== 'number') return { reject: wall };
  if (typeof offset === 'number') return { seconds: wall - offset };
  if (offset !== 'none') return { reject: offset };
  return zone ? zone.fromWall(wall) : { reject: 'time_without_zone' };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
