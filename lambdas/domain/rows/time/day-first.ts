// Dates that end with the year. Only the feed knows whether the day or the month is first.
import type { ReadTime } from './read-result.ts';
import { midnightOf, secondsOfDay, toInstant, wallSeconds } from './wall-clock.ts';
import { readOffset, type Zone } from './zone.ts';

/** `us`: month/day/year. `eu`: day/month/year, also with dots and dashes. */
export type DateOrder = 'us' | 'eu';

const DATE = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const TIME = /^,?\s{1,9}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?:\s?([AP])M(?![a-z]))?/i;
const NO_TIME: readonly string[] = [''];

/**
 * Reads `5/1/2023`, `5/1/23 8:26`, `05/01/2023, 8:26:00 PM`, with any offset of {@link readOffset} after the time. It never
 * swaps day and month: `13/1/2023` is not a US date.
 * @param order undefined if the feed sets none.
 * @returns undefined if the text has another form.
 */
export function readDayFirst(
  text: string,
  order: DateOrder | undefined,
  zone: Zone | undefined,
): ReadTime | undefined {
  const date = DATE.exec(text);
  if (!date) return undefined;
  const afterDate = text.slice(date[0].length);
  const time = afterDate === '' ? NO_TIME : TIME.exec(afterDate);
  if (!time) return undefined;
  if (!order) return { reject: 'ambiguous_date' };
  const [, first, separator, second, yearDigits = ''] = date;
  if (order === 'us' && separator !== '/') return undefined;
  const [month, day] = order === 'us' ? [first, second] : [second, first];
  const [read = '', hour = 0, minute = 0, seconds = 0, half] = time;
  const hour24 = hourOfDay(Number(hour), half);
  const midnight = midnightOf(fullYear(yearDigits), Number(month), Number(day));
  const wall = wallSeconds(midnight, secondsOfDay(hour24, Number(minute), Number(seconds)));
  return toInstant(wall, readOffset(afterDate, read.length), zone);
}

/**
 * @param half `A` or `P`: 12 AM is midnight and 12 PM is noon, and an hour other than 1 to 12 becomes an impossible one.
 *   Without it, the hour is one of 24.
 */
export function hourOfDay(hour: number, half: string | undefined): number {
  if (!half) return hour;
  if (hour < 1 || hour > 12) return Number.POSITIVE_INFINITY;
  return (hour % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
}

/** Two digits as Excel reads them by default: 00 to 29 are in the 2000s, 30 to 99 in the 1900s. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return year < 30 ? 2000 + year : 1900 + year;
}
