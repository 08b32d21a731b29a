// Dates as in the headers of mail and HTTP: `Mon, 01 May 2023 10:11:12 -0400`.
import type { ReadTime } from './read-result.ts';
import { midnightOf, secondsOfDay, toInstant, wallSeconds } from './wall-clock.ts';
import { readOffset } from './zone.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FORM = /^(?:([A-Z][a-z]{2}), )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?( .+)$/;

/** @returns undefined if the text has another form, or another weekday than the date. */
export function readRfc2822(text: string): ReadTime | undefined {
  const [match, weekday, day, monthName = '', year, hour, minute, second = 0, offset = ''] =
    FORM.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName) + 1;
  if (match === undefined || month === 0) return undefined;
  const midnight = midnightOf(Number(year), month, Number(day));
  const wall = wallSeconds(midnight, secondsOfDay(Number(hour), Number(minute), Number(second)));
  if (weekday && typeof wall === 'number' && weekday !== weekdayOf(wall)) return undefined;
  return toInstant(wall, readOffset(offset, 0), undefined);
}

function weekdayOf(wall: number): string | undefined {
  return WEEKDAYS[new Date(wall * 1000).getUTCDay()];
}
