// The end of a time: its offset from UTC, if it has one.
import { twoDigits } from './digits.ts';
import type { TimeReject } from './read-result.ts';

/** Seconds east of UTC; `none` where nothing follows the time; or why it cannot be told. */
export type Offset = number | 'none' | TimeReject;

/** The widest in use: Line Islands. */
const WIDEST_SECONDS = 14 * 3600;
const UTC_NAMES = /^(?:z|utc|gmt|ut)$/i;
/** `EST`, `CET`, `IST`: several zones share each of them. */
const ABBREVIATION = /^[a-z]{3,5}$/i;

/** Reads what stands from `at` to the end: `Z`, `UTC`, `GMT`, `±hh`, `±hhmm`, `±hh:mm`, a space before it or none. */
export function readOffset(text: string, at: number): Offset {
  if (at === text.length) return 'none';
  const start = text[at] === ' ' ? at + 1 : at;
  if (text[start] === '+') return readNumeric(text, start + 1);
  if (text[start] === '-') {
    const west = readNumeric(text, start + 1);
    return typeof west === 'number' ? -west : west;
  }
  const name = text.slice(start);
  if (UTC_NAMES.test(name)) return 0;
  return ABBREVIATION.test(name) ? 'ambiguous_zone' : 'invalid_time';
}

function readNumeric(text: string, at: number): number | TimeReject {
  const length = text.length - at;
  const minutesAt = text[at + 2] === ':' ? at + 3 : at + 2;
  const minutes = length === 2 ? 0 : twoDigits(text, minutesAt);
  const complete = length === 2 || minutesAt + 2 === text.length;
  const seconds = twoDigits(text, at) * 3600 + minutes * 60;
  return complete && minutes < 60 && seconds <= WIDEST_SECONDS ? seconds : 'invalid_time';
}
