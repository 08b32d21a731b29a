// Dates with the names of days and months in English.
import type { TimeReject } from './read-result.ts';
import { midnightOf, secondsOfDay, wallSeconds } from './wall-clock.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

type Digits = string | number | undefined;

/** @returns undefined if there is no such month, or if the weekday is not that of the date. */
export function englishWall(
  [year, monthName, day]: readonly [Digits, string | undefined, Digits],
  [hour, minute, second]: readonly [Digits, Digits, Digits],
  weekday: string | undefined,
): number | TimeReject | undefined {
  const month = MONTHS.indexOf(monthName ?? '') + 1;
  if (month === 0) return undefined;
  const midnight = midnightOf(Number(year), month, Number(day));
  const wall = wallSeconds(midnight, secondsOfDay(Number(hour), Number(minute), Number(second)));
  return weekday && typeof wall === 'number' && weekday !== weekdayOf(wall) ? undefined : wall;
}

function weekdayOf(wall: number): string | undefined {
  return WEEKDAYS[new Date(wall * 1000).getUTCDay()];
}
