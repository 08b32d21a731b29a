// Reads what a cell looks like, mostly from its first characters: it takes less than a microsecond for a cell.

import { skipDigits } from '../rows/time/digits.ts';
import { BIT } from './cell-mark.ts';
import { readAmount } from './read-amount.ts';
import { readDate, readEpoch } from './read-date.ts';

const WORDS = new Map<string, number>([
  ...['true', 'false', 'yes', 'no'].map((word) => [word, BIT.boolean] as const),
  ...['null', 'nil', 'none', 'n/a', 'na', 'nan', '\\n', '-', '--', 'undefined'].map(noValue),
  ...['#n/a', '#ref!', '#value!', '#name?', '#div/0!', '#num!', '#null!'].map(noValue),
]);
const LONGEST_WORD = Math.max(...[...WORDS.keys()].map((word) => word.length));
const WORD_STARTS = new Set([...WORDS.keys()].flatMap((word) => [word, word.toUpperCase()].map(firstCode)));
/** A longer text is not an amount. */
const LONGEST_AMOUNT = 30;

const [SPACE, MINUS, COMMA, POINT, SLASH] = [' ', '-', ',', '.', '/'].map(firstCode) as Codes;
const [ZERO, NINE, UPPER_A, UPPER_Z, LOWER_E] = ['0', '9', 'A', 'Z', 'e'].map(firstCode) as Codes;
const [DOLLAR, APOSTROPHE, PARENTHESIS, LAST_ASCII, TO_LOWER] = [0x24, 0x27, 0x28, 0x7f, 0x20];
type Codes = [number, number, number, number, number];

/** The marks of a cell as bits: one type, and its forms. Never throws. What it does not recognize is text. */
export function readCell(cell: string): number {
  if (cell === '') return BIT.blank;
  const text = trimmed(cell);
  if (text === '') return BIT.blank;
  return text.length === cell.length ? readText(text) : readText(text) | BIT.padded;
}

function readText(text: string): number {
  const first = text.charCodeAt(0);
  if (isDigit(first)) return readNumber(text, 0);
  if (first === MINUS && isDigit(text.charCodeAt(1))) return readNumber(text, 1);
  if (first === POINT) return text.length > 1 && skipDigits(text, 1) === text.length ? BIT.decimal : BIT.text;
  if (text.length <= LONGEST_WORD && WORD_STARTS.has(first)) {
    const word = WORDS.get(text.toLowerCase());
    if (word !== undefined) return word;
  }
  if ((first === 0x7b && text.endsWith('}')) || (first === 0x5b && text.endsWith(']'))) return BIT.json;
  return startsLikeAmount(text, first) ? readAmount(text) || BIT.text : BIT.text;
}

/** @param from 1 after a minus sign. */
function readNumber(text: string, from: number): number {
  const end = skipDigits(text, from);
  if (end === text.length) return from === 0 ? readWhole(text) : BIT.integer;
  const next = text.charCodeAt(end);
  if (next === POINT) return readFraction(text, from, end);
  if (from === 0 && (next === MINUS || next === SLASH)) return readDate(text, end) || BIT.text;
  if ((next | TO_LOWER) === LOWER_E) return readExponent(text, end, false);
  return continuesAmount(text, next) ? readAmount(text) || BIT.text : BIT.text;
}

function readWhole(text: string): number {
  if (text.length > 1 && text.charCodeAt(0) === ZERO) return BIT.leading_zero;
  return BIT.integer | serial(text, text.length) | readEpoch(text);
}

function readFraction(text: string, from: number, point: number): number {
  const end = skipDigits(text, point + 1);
  if (end === text.length) return BIT.decimal | (from === 0 ? serial(text, point) : 0);
  const next = text.charCodeAt(end);
  if ((next | TO_LOWER) === LOWER_E) return readExponent(text, end, true);
  const date = next === POINT ? readDate(text, point) : 0;
  if (date !== 0) return date;
  return next === POINT || continuesAmount(text, next) ? readAmount(text) || BIT.text : BIT.text;
}

/** `1E5` can be a product code; with a sign or a point it is a number. A negative exponent loses no digits. */
function readExponent(text: string, at: number, hasPoint: boolean): number {
  const sign = text[at + 1];
  const isSigned = sign === '+' || sign === '-';
  const from = at + (isSigned ? 2 : 1);
  if (from === text.length || skipDigits(text, from) < text.length) return BIT.text;
  if (sign === '-') return BIT.decimal;
  return isSigned || hasPoint ? BIT.scientific : BIT.text;
}

/** Days since 1899-12-30, for the years 1982 to 2064: five digits from 30000 to 59999. */
function serial(text: string, digits: number): number {
  const first = text.charCodeAt(0) - ZERO;
  return digits === 5 && first >= 3 && first <= 5 ? BIT.excel_serial : 0;
}

function startsLikeAmount(text: string, first: number): boolean {
  if (text.length > LONGEST_AMOUNT) return false;
  if (first === DOLLAR || first === PARENTHESIS || first === MINUS || first > LAST_ASCII) return true;
  if (first < UPPER_A || first > UPPER_Z) return false;
  const fourth = text.charCodeAt(3);
  return fourth === SPACE || isDigit(fourth) || text.indexOf('$') > 0;
}

/** Whether `next` can be within or right after the digits of an amount. */
function continuesAmount(text: string, next: number): boolean {
  if (text.length > LONGEST_AMOUNT) return false;
  return next === COMMA || next === SPACE || next === APOSTROPHE || next === DOLLAR || next > LAST_ASCII;
}

function trimmed(cell: string): string {
  return isVisibleAscii(cell.charCodeAt(0)) && isVisibleAscii(cell.charCodeAt(cell.length - 1))
    ? cell
    : cell.trim();
}

function isVisibleAscii(code: number): boolean {
  return code > SPACE && code < LAST_ASCII;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function noValue(word: string): readonly [string, number] {
  return [word, BIT.no_value];
}

function firstCode(text: string): number {
  return text.charCodeAt(0);
}
