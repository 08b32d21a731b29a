// Times that start with the year. Every part has a fixed position, so they are read without a pattern.
import { skipDigits, twoDigits } from './digits.ts';
import type { ReadTime } from './read-result.ts';
import { midnightOf, secondsOfDay, toInstant, wallSeconds } from './wall-clock.ts';
import { readOffset, type Zone } from './zone.ts';

const LONGEST_FRACTION = 9;

/**
 * Reads `2023-05-01`, `2023-05-01T10:11`, `2023-05-01 10:11:12.123456789`, also with `/` and with a decimal comma, with any
 * offset of {@link readOffset}. A date alone is its midnight.
 * @returns undefined if the text has another form.
 */
export function readYearFirst(text: string, zone: Zone | undefined): ReadTime | undefined {
  const separator = text[4];
  if ((separator !== '-' && separator !== '/') || text[7] !== separator) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text.length === 10) {
    if (Number.isNaN(year + month + day)) return undefined;
    return toInstant(midnightOf(year, month, day), 'none', zone);
  }
  if ((text[10] !== 'T' && text[10] !== ' ') || text[13] !== ':') return undefined;
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const hasSecond = text[16] === ':';
  const second = hasSecond ? twoDigits(text, 17) : 0;
  const end = hasSecond ? endOfFraction(text, 19) : 16;
  if (Number.isNaN(year + month + day + hour + minute + second + end)) return undefined;
  const wall = wallSeconds(midnightOf(year, month, day), secondsOfDay(hour, minute, second));
  return toInstant(wall, readOffset(text, end), zone);
}

/** The end of the fraction that may start here; NaN if it has no digits or too many. */
function endOfFraction(text: string, at: number): number {
  if (text[at] !== '.' && text[at] !== ',') return at;
  const end = skipDigits(text, at + 1);
  const digits = end - at - 1;
  return digits >= 1 && digits <= LONGEST_FRACTION ? end : Number.NaN;
}
