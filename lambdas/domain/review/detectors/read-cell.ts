// Reads what a cell looks like, by its first characters as far as they tell: a fraction of a microsecond a cell.
import { BIT } from './cell-mark.ts';
import { isDigit } from './digits.ts';
import { readAmount } from './read-amount.ts';
import { readDate } from './read-date.ts';
import { readEpoch } from './read-epoch.ts';

const WORDS = new Map<string, number>([
  ...['true', 'false', 'yes', 'no'].map((word) => [word, BIT.boolean] as const),
  ...['null', 'nil', 'none', 'n/a', 'na', 'nan', '\\n', '-', '--', 'undefined'].map(noValue),
  ...['#n/a', '#ref!', '#value!', '#name?', '#div/0!', '#num!', '#null!'].map(noValue),
]);
const LONGEST_WORD = Math.max(...[...WORDS.keys()].map((word) => word.length));
const WORD_STARTS = new Set([...WORDS.keys()].flatMap((word) => [code(word), code(word.toUpperCase())]));

const [SPACE, MINUS, POINT, COMMA, SLASH, ZERO] = [0x20, 0x2d, 0x2e, 0x2c, 0x2f, 0x30];
const [BRACKET, BRACKET_END, BRACE, BRACE_END] = [0x5b, 0x5d, 0x7b, 0x7d];
const [UPPER_E, LOWER_E, LAST_ASCII] = [0x45, 0x65, 0x7f];
/** Above this an amount is none. */
const LONGEST_AMOUNT = 30;

/** The marks of a cell as bits: one type, and its forms. Never throws; what it cannot tell is text. */
export function readCell(cell: string): number {
  const text = trimmed(cell);
  if (text === '') return BIT.blank;
  const first = text.charCodeAt(0);
  if (isDigit(first)) return readNumber(text, 0);
  if ((first === MINUS || first === POINT) && isDigit(text.charCodeAt(1)))
    return readNumber(text, first === MINUS ? 1 : 0);
  if (text.length <= LONGEST_WORD && WORD_STARTS.has(first)) {
    const word = WORDS.get(text.toLowerCase());
    if (word !== undefined) return word;
  }
  const last = text.charCodeAt(text.length - 1);
  if ((first === BRACE && last === BRACE_END) || (first === BRACKET && last === BRACKET_END)) return BIT.json;
  return mayBeAmount(text, first) ? readAmount(text) || BIT.text : BIT.text;
}

/** @param from 1 after a minus sign. */
function readNumber(text: string, from: number): number {
  let at = from;
  let value = 0;
  for (; at < text.length && isDigit(text.charCodeAt(at)); at++)
    value = value * 10 + text.charCodeAt(at) - ZERO;
  if (at === text.length) return from === 0 ? readWhole(text, value) : BIT.integer;
  const next = text.charCodeAt(at);
  if (next === POINT) return readFraction(text, at, value);
  if (from === 0 && (next === MINUS || next === SLASH)) return readDate(text, at) || BIT.text;
  if (next === LOWER_E || next === UPPER_E) return readExponent(text, at, false);
  if (text.length > LONGEST_AMOUNT) return BIT.text;
  return isAmountMark(next) ? readAmount(text) || BIT.text : BIT.text;
}

function readWhole(text: string, value: number): number {
  if (text.length > 1 && text.charCodeAt(0) === ZERO) return BIT.leading_zero;
  return BIT.integer | readEpoch(value, text.length) | serial(value);
}

function readFraction(text: string, point: number, whole: number): number {
  let at = point + 1;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  if (at === text.length) return BIT.decimal | serial(whole);
  const next = text.charCodeAt(at);
  if (next === LOWER_E || next === UPPER_E) return readExponent(text, at, true);
  if (text.length > LONGEST_AMOUNT) return BIT.text;
  if (next === POINT && point <= 2) return readDate(text, point) || readAmount(text) || BIT.text;
  return next === POINT || isAmountMark(next) ? readAmount(text) || BIT.text : BIT.text;
}

/** `1E5` may be a product code; with a sign or a point it is a number. A negative exponent loses no digits. */
function readExponent(text: string, at: number, hasPoint: boolean): number {
  const sign = text[at + 1];
  const digitsAt = sign === '+' || sign === '-' ? at + 2 : at + 1;
  let end = digitsAt;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  if (end === digitsAt || end < text.length) return BIT.text;
  if (sign === '-') return BIT.decimal;
  return sign === '+' || hasPoint ? BIT.scientific : BIT.text;
}

/** Days since 1899-12-30, of 1982 to 2064. */
function serial(value: number): number {
  return value >= 30_000 && value < 60_000 ? BIT.excel_serial : 0;
}

function mayBeAmount(text: string, first: number): boolean {
  if (text.length > LONGEST_AMOUNT) return false;
  if (first > LAST_ASCII || first === code('$') || first === code('(') || first === MINUS) return true;
  const fourth = text.charCodeAt(3);
  return first >= code('A') && first <= code('Z') && (fourth === SPACE || isDigit(fourth) || text[2] === '$');
}

/** What may stand within or right behind the digits of an amount. */
function isAmountMark(next: number): boolean {
  return next === COMMA || next === SPACE || next === code("'") || next === code('$') || next > LAST_ASCII;
}

function trimmed(cell: string): string {
  const last = cell.length - 1;
  return cell.charCodeAt(0) > SPACE && cell.charCodeAt(last) > SPACE ? cell : cell.trim();
}

function noValue(word: string): readonly [string, number] {
  return [word, BIT.no_value];
}

function code(text: string): number {
  return text.charCodeAt(0);
}
