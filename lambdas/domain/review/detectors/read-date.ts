// Tells dates from other texts that begin with digits, and how they are written. It proves no date: the mapper does.
import { BIT } from './cell-mark.ts';
import { digitsBefore, isDigit, twoDigits } from './digits.ts';
import { roundness } from './roundness.ts';

const [POINT, COLON, COMMA, SPACE, UPPER_T] = [0x2e, 0x3a, 0x2c, 0x20, 0x54];

/**
 * The marks of `2024-05-31 10:11:12 -0400` and its kin, `5/31/2024 8:26`, `31.05.2024`; 0 where it is none.
 * @param mark where the first mark after the leading digits stands.
 */
export function readDate(text: string, mark: number): number {
  if (mark === 4) return readYearFirst(text);
  return mark === 1 || mark === 2 ? readYearLast(text, mark) : 0;
}

function readYearFirst(text: string): number {
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (text[4] !== text[7] || month < 1 || month > 12 || day < 1 || day > 31) return 0;
  return withTime(text, 10, BIT.date | early(twoDigits(text, 0)));
}

function readYearLast(text: string, mark: number): number {
  const second = text.indexOf(text.charAt(mark), mark + 1);
  const width = second - mark - 1;
  if (width !== 1 && width !== 2) return 0;
  const a = digitsBefore(text, mark);
  const b = width === 1 ? text.charCodeAt(mark + 1) - 0x30 : twoDigits(text, mark + 1);
  const century = twoDigits(text, second + 1);
  if (century === -1) return 0;
  const hasCentury = twoDigits(text, second + 3) !== -1;
  const order = orderOf(a, b);
  if (order === -1) return 0;
  const marks = BIT.date | (hasCentury ? early(century) : 0);
  return withTime(
    text,
    second + (hasCentury ? 5 : 3),
    text.charCodeAt(mark) === POINT ? marks : marks | order,
  );
}

/** Day and month stand in either order, and say in which where one is above 12; -1: no date. With dots the day leads. */
function orderOf(a: number, b: number): number {
  if (a < 1 || b < 1 || a > 31 || b > 31 || (a > 12 && b > 12)) return -1;
  if (a > 12) return BIT.day_first;
  if (b > 12) return BIT.month_first;
  return a === b ? 0 : BIT.either_order;
}

function early(century: number): number {
  return century < 20 ? BIT.before_2000 : 0;
}

/** Adds the marks of the time of day at `at`; 0 where something else follows. */
function withTime(text: string, at: number, marks: number): number {
  if (at === text.length) return marks | BIT.date_only;
  const mark = text.charCodeAt(at);
  if (mark !== SPACE && mark !== COMMA && (mark | 0x20) !== (UPPER_T | 0x20)) return 0;
  const hourAt = text.charCodeAt(at + 1) === SPACE ? at + 2 : at + 1;
  const colon = text.charCodeAt(hourAt + 1) === COLON ? hourAt + 1 : hourAt + 2;
  const minute = text.charCodeAt(colon) === COLON ? twoDigits(text, colon + 1) : -1;
  const hour = colon === hourAt + 1 ? text.charCodeAt(hourAt) - 0x30 : twoDigits(text, hourAt);
  if (minute === -1 || minute > 59 || hour < 0 || hour > 24) return 0;
  return marks | roundness(hourOfDay(hour, text) * 3_600 + minute * 60 + secondsAt(text, colon + 3));
}

/** 12 AM is midnight; an afternoon's hour is as round as a morning's. */
function hourOfDay(hour: number, text: string): number {
  const end = text.charCodeAt(text.length - 1) | 0x20;
  if (hour !== 12 || end !== 0x6d) return hour % 24;
  return (text.charCodeAt(text.length - 2) | 0x20) === 0x61 ? 0 : 12;
}

/** Seconds with half a second for any fraction, which is enough to tell whether they are round. */
function secondsAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== COLON) return 0;
  const seconds = twoDigits(text, at + 1);
  const mark = text.charCodeAt(at + 3);
  if (mark !== POINT && mark !== COMMA) return seconds;
  for (let digit = at + 4; isDigit(text.charCodeAt(digit)); digit++) {
    if (text.charCodeAt(digit) !== 0x30) return seconds + 0.5;
  }
  return seconds;
}
