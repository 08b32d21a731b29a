// From the time that a clock shows to an instant.
import type { ReadTime, TimeReject } from './read-result.ts';
import type { Offset, Zone } from './zone.ts';

/** Years outside of this range are placeholders (0001-01-01, 9999-12-31), not times. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2100;

/** Midnight of a day, in seconds as if the clock showed UTC. An impossible day does not become another one. */
export function midnightOf(year: number, month: number, day: number): number | TimeReject {
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return 'impossible_time';
  if (year < FIRST_YEAR || year > LAST_YEAR) return 'time_out_of_range';
  return Date.UTC(year, month - 1, day) / 1000;
}

/** Seconds since midnight. 24:00 and the leap second :60 are impossible. */
export function secondsOfDay(hour: number, minute: number, second: number): number | TimeReject {
  if (hour > 23 || minute > 59 || second > 59) return 'impossible_time';
  return hour * 3600 + minute * 60 + second;
}

/** The sum of both, in seconds as if the clock showed UTC. An impossible time of day is the first reject. */
export function wallSeconds(midnight: number | TimeReject, time: number | TimeReject): number | TimeReject {
  if (typeof time !== 'number') return time;
  return typeof midnight === 'number' ? midnight + time : midnight;
}

/** The instant. The offset of a time has priority over the zone of the feed. */
export function toInstant(wall: number | TimeReject, offset: Offset, zone: Zone | undefined): ReadTime {
  if (typeof wall !== 'number') return { reject: wall };
  if (typeof offset === 'number') return { seconds: wall - offset };
  if (typeof offset === 'object') return offset.fromWall(wall);
  if (offset !== 'none') return { reject: offset };
  return zone ? zone.fromWall(wall) : { reject: 'time_without_zone' };
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
