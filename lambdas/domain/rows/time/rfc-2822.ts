// Dates of mail and HTTP headers: `Mon, 01 May 2023 10:11:12 -0400`.
import { readOffset } from './offset.ts';
import type { ReadTime } from './read-result.ts';
import { toInstant, wallSeconds } from './wall-clock.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const FORM = /^(?:([a-z]{3}), ?)?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))?( .+)$/i;

/** @returns undefined where the text has another form, or a weekday that the date does not have. */
export function readRfc2822(text: string): ReadTime | undefined {
  const [match, weekday, day, monthName = '', year, hour, minute, second = 0, offset = ''] =
    FORM.exec(text) ?? [];
  const month = MONTHS.indexOf(monthName.toLowerCase()) + 1;
  if (match === undefined || month === 0) return undefined;
  const wall = wallSeconds(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  if (weekday && typeof wall === 'number' && weekday.toLowerCase() !== weekdayOf(wall)) return undefined;
  return toInstant(wall, readOffset(offset, 0), undefined);
}

function weekdayOf(wall: number): string | undefined {
  return WEEKDAYS[new Date(wall * 1000).getUTCDay()];
}
