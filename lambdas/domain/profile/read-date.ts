// Recognizes dates and epoch times among texts that start with digits, and how they are written. It does not prove
// that the date exists: the mapper does.

import { skipDigits, twoDigits } from '../rows/time/digits.ts';
import { BIT } from './cell-mark.ts';

const [ZERO, POINT, COLON, COMMA, SPACE, LOWER_A, LOWER_M, LOWER_T] = [
  0x30, 0x2e, 0x3a, 0x2c, 0x20, 0x61, 0x6d, 0x74,
];
const TO_LOWER = 0x20;

/**
 * The marks of `2024-05-31 10:11:12 -0400`, `5/31/2024 8:26`, `31.05.2024` and the like; 0 if it is not a date.
 * @param separator index of the first character after the leading digits.
 */
export function readDate(text: string, separator: number): number {
  if (separator === 4) return readYearFirst(text);
  return separator <= 2 ? readYearLast(text, separator) : 0;
}

function readYearFirst(text: string): number {
  const [month, day] = [twoDigits(text, 5), twoDigits(text, 8)];
  const isDate = text[4] === text[7] && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDate ? withTime(text, 10, BIT.date | early(twoDigits(text, 0))) : 0;
}

function readYearLast(text: string, mark: number): number {
  const second = skipDigits(text, mark + 1);
  const yearEnd = skipDigits(text, second + 1);
  const yearDigits = yearEnd - second - 1;
  if (text[second] !== text[mark] || (yearDigits !== 2 && yearDigits !== 4)) return 0;
  const order = orderOf(oneOrTwoDigits(text, 0, mark), oneOrTwoDigits(text, mark + 1, second));
  if (order === undefined) return 0;
  const year = yearDigits === 4 ? early(twoDigits(text, second + 1)) : 0;
  // With points, the day comes first.
  const isDotted = text.charCodeAt(mark) === POINT;
  return withTime(text, yearEnd, BIT.date | year | (isDotted ? 0 : order));
}

/** Which of the two is the day: a number above 12 shows it. Undefined if it is not a date. */
function orderOf(a: number, b: number): number | undefined {
  const isDate = a >= 1 && b >= 1 && Math.max(a, b) <= 31 && Math.min(a, b) <= 12;
  if (!isDate) return undefined;
  if (a > 12) return BIT.day_first;
  if (b > 12) return BIT.month_first;
  return a === b ? 0 : BIT.either_order;
}

function early(century: number): number {
  return century < 20 ? BIT.before_2000 : 0;
}

/** Adds the marks of the time of day at `at`; 0 if something else follows. */
function withTime(text: string, at: number, marks: number): number {
  if (at === text.length) return marks | BIT.date_only;
  const mark = text.charCodeAt(at);
  if (mark !== SPACE && mark !== COMMA && (mark | TO_LOWER) !== LOWER_T) return 0;
  const hourAt = text.charCodeAt(at + 1) === SPACE ? at + 2 : at + 1;
  const colon = skipDigits(text, hourAt);
  const hour = oneOrTwoDigits(text, hourAt, colon);
  const minute = text.charCodeAt(colon) === COLON ? twoDigits(text, colon + 1) : Number.NaN;
  if (!(hour <= 24 && minute <= 59)) return 0;
  return marks | roundness(hourOfDay(hour, text) * 3_600 + minute * 60 + secondsAt(text, colon + 3));
}

/** 12 AM is midnight. Other hours are equally round in the morning and in the afternoon. */
function hourOfDay(hour: number, text: string): number {
  const end = text.length - 1;
  const isMorning =
    (text.charCodeAt(end) | TO_LOWER) === LOWER_M && (text.charCodeAt(end - 1) | TO_LOWER) === LOWER_A;
  return hour === 12 && isMorning ? 0 : hour % 24;
}

/** Any fraction counts as half a second: only whether the time is round matters. */
function secondsAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== COLON) return 0;
  const seconds = twoDigits(text, at + 1);
  const mark = text.charCodeAt(at + 3);
  if (mark !== POINT && mark !== COMMA) return seconds;
  let digit = at + 4;
  while (text.charCodeAt(digit) === ZERO) digit++;
  return skipDigits(text, digit) > digit ? seconds + 0.5 : seconds;
}

function oneOrTwoDigits(text: string, from: number, to: number): number {
  if (to - from === 2) return twoDigits(text, from);
  return to - from === 1 ? text.charCodeAt(from) - ZERO : Number.NaN;
}

/** The marks of digits as seconds, milliseconds or microseconds since 1970; 0 if they are none of these. */
export function readEpoch(digits: string): number {
  if (digits.length === 10) return epoch(digits, 1, BIT.epoch_seconds);
  if (digits.length === 13) return epoch(digits, 1_000, BIT.epoch_milliseconds);
  return digits.length === 16 ? epoch(digits, 1_000_000, BIT.epoch_microseconds) : 0;
}

/** 2001-09-09 and 2100-01-01. Outside of them the digits are an id rather than a time. */
const [EARLIEST_SECONDS, LATEST_SECONDS] = [1_000_000_000, 4_102_444_800];

function epoch(digits: string, unitsInSecond: number, bit: number): number {
  const seconds = Number(digits) / unitsInSecond;
  return seconds >= EARLIEST_SECONDS && seconds < LATEST_SECONDS ? bit | roundness(seconds % 86_400) : 0;
}

/**
 * How round a time of day is: only the coarsest mark, or 0.
 * @param seconds since midnight, with their fraction.
 */
function roundness(seconds: number): number {
  if (seconds === 0) return BIT.on_midnight;
  if (seconds % 3_600 === 0) return BIT.on_hour;
  return seconds % 60 === 0 ? BIT.on_minute : 0;
}
