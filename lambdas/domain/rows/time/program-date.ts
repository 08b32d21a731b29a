// Dates as programming languages print them, and ISO 8601 without separators.
import { englishWall } from './english-date.ts';
import type { ReadTime } from './read-result.ts';
import { midnightOf, secondsOfDay, toInstant, wallSeconds } from './wall-clock.ts';
import { readOffset, type Zone } from './zone.ts';

/** `Mon Nov 03 2025 14:05:09 GMT-0500 (Eastern Standard Time)`: JavaScript's `String(date)`. */
const JAVASCRIPT =
  /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT([+-]\d{4})(?: \([^()]{1,60}\))?$/;
/** `Mon Nov 03 14:05:09 UTC 2025`: Java's `Date.toString()`, Ruby, and `date` of Unix. */
const JAVA =
  /^([A-Z][a-z]{2}) ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d) ([A-Z]{1,5}|[+-]\d{4}) (\d{4})$/;
/** `20251103T140509Z`. Eight digits alone can be any number. */
const BASIC = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(?:(\d\d)(?:[.,]\d{1,9})?)?(?![\d.,])/;

/** @returns undefined if the text has another form, or another weekday than the date. */
export function readProgramDate(text: string, zone: Zone | undefined): ReadTime | undefined {
  return readJavaScript(text) ?? readJava(text) ?? readBasic(text, zone);
}

function readJavaScript(text: string): ReadTime | undefined {
  const [match, weekday, month, day, year, hour, minute, second, offset = ''] = JAVASCRIPT.exec(text) ?? [];
  if (match === undefined) return undefined;
  const wall = englishWall([year, month, day], [hour, minute, second], weekday);
  return wall === undefined ? undefined : toInstant(wall, readOffset(offset, 0), undefined);
}

function readJava(text: string): ReadTime | undefined {
  const [match, weekday, month, day, hour, minute, second, offset = '', year] = JAVA.exec(text) ?? [];
  if (match === undefined) return undefined;
  const wall = englishWall([year, month, day], [hour, minute, second], weekday);
  return wall === undefined ? undefined : toInstant(wall, readOffset(offset, 0), undefined);
}

function readBasic(text: string, zone: Zone | undefined): ReadTime | undefined {
  const [match, year, month, day, hour, minute, second = 0] = BASIC.exec(text) ?? [];
  if (match === undefined) return undefined;
  const midnight = midnightOf(Number(year), Number(month), Number(day));
  const wall = wallSeconds(midnight, secondsOfDay(Number(hour), Number(minute), Number(second)));
  return toInstant(wall, readOffset(text, match.length), zone);
}
