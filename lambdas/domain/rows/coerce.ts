// Converts a cell to the type that its feed sets. Without a type, the cell stays text.

import { type ColumnRule, isConsentType } from '../../contracts/feed/column.ts';
import { withoutInvisible } from '../csv/invisible.ts';
import { withoutTrailingZeros } from '../operations/decimal.ts';
import type { Value } from '../operations/properties.ts';
import type { RejectCode } from '../reject.ts';
import { comparedText } from './compared-text.ts';
import { compileDate } from './date-value.ts';
import { readJson } from './json.ts';
import { isBracketed, readEntries } from './list.ts';
import { compileMoneyReader } from './money.ts';
import { compilePhone } from './phone.ts';

export type Coerced =
  | { readonly value: Value }
  /** `detail` says what exactly is wrong, without the value. */
  | { readonly reject: RejectCode; readonly detail?: string };
/** Reads a cell that is not blank. */
export type Coerce = (cell: string) => Coerced;

/** Called once per column. @param timezone that of the feed, for times without one. */
export function compileCoerce(rule: ColumnRule, timezone: string | undefined): Coerce {
  const read = compileType(rule, timezone);
  return rule.values ? withValues(rule, read) : read;
}

function compileType(rule: ColumnRule, timezone: string | undefined): Coerce {
  switch (rule.type ?? 'string') {
    case 'string':
      return rule.type === 'string' || rule.stripApostrophe ? toDigitsOrText : toText;
    case 'number':
      return toNumber;
    case 'integer':
      return toInteger;
    case 'boolean':
      return toBoolean;
    case 'date':
    case 'datetime':
      return compileDate(rule, timezone);
    case 'money':
      return toAmount(rule.decimal ?? '.');
    case 'phone':
      return toPhone(rule.country);
    case 'json':
      return toJson;
    case 'list':
      return toList(rule.separator ?? ',');
    case 'optIn':
    case 'optOut':
      return toAnswer;
  }
}

/** The value that the feed states for the text of a cell, or what it states of other texts. */
function withValues({ values = {}, otherwise = 'reject', type }: ColumnRule, read: Coerce): Coerce {
  const stated = new Map(Object.entries(values).map(([text, value]) => [comparedText(text), value]));
  return (cell) => {
    const value = stated.get(comparedText(cell));
    if (value !== undefined) return { value };
    if (otherwise === 'keep' || isConsentType(type)) return read(cell);
    return otherwise === 'ignore' ? { value: null } : { reject: 'unknown_value' };
  };
}

/** A column that decides who gets messages: `unsubscribed`, one topic, or all preferences as JSON. */
export function compileConsent(path: readonly string[], rule: ColumnRule = {}): Coerce {
  if (path.join('.') === 'cio_subscription_preferences') return toPreferences;
  const read = isConsentType(rule.type) ? toAnswer : toConsent;
  return rule.values ? withValues({ ...rule, otherwise: 'keep' }, read) : read;
}

/** Excel writes long numbers as 1.23E+11, and loses digits. */
const SCIENTIFIC = /^[+-]?\d+([.,]\d+)?E\+\d+$/i;

/** Whether a spreadsheet shortened a long number. */
export function isScientific(text: string): boolean {
  return SCIENTIFIC.test(text.trim());
}

const toText: Coerce = (cell) => ({ value: cell });
/** A column of type string has ids, zip codes or phone numbers, and none of them looks like a shortened number. */
const toDigitsOrText: Coerce = (cell) =>
  isScientific(cell) ? { reject: 'scientific_notation' } : { value: cell };

/** Programs write 1.5E-7 and 1.5E7 without loss. Spreadsheets write a plus sign after the E. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(E-?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** Decimal digits that a double always keeps (IEEE 754). */
const EXACT_DIGITS = 15;
/** `toPrecision` prints at most this many. */
const MOST_DIGITS = 100;

/** More characters than any number that a double keeps: 309 digits before the point, 1,074 after it. */
const LONGEST_NUMBER = 1_400;

function toNumber(cell: string): Coerced {
  const text = cell.trim();
  if (text.length > LONGEST_NUMBER) return { reject: 'not_a_number' };
  if (!NUMBER.test(text)) return { reject: isScientific(text) ? 'scientific_notation' : 'not_a_number' };
  return isExact(text) ? { value: Number(text) } : { reject: 'number_too_precise' };
}

/**
 * Whether a double keeps the number: printed with as many digits, it has the same digits. This is true of all numbers with
 * up to 15 digits, and of all doubles that a program printed with up to 17.
 */
function isExact(text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  if (text.length <= EXACT_DIGITS && number !== 0) return true;
  const digits = significantDigits(text);
  if (digits === '') return true;
  return digits.length <= MOST_DIGITS && significantDigits(number.toPrecision(digits.length)) === digits;
}

/** The digits of a number, without its sign, point, exponent, and zeros at both ends. */
function significantDigits(number: string): string {
  const [mantissa = ''] = number.split(/[eE]/, 1);
  const digits = withoutTrailingZeros(mantissa.replaceAll(/\D/g, ''));
  return digits.replace(/^0+/, '');
}

function toInteger(cell: string): Coerced {
  const text = cell.trim();
  if (text.length > LONGEST_NUMBER) return { reject: 'not_an_integer' };
  const number = Number(text);
  if (INTEGER.test(text) && Number.isSafeInteger(number)) return { value: number };
  return { reject: isScientific(text) ? 'scientific_notation' : 'not_an_integer' };
}

const TRUE = new Set(['true', 'yes', '1']);
const FALSE = new Set(['false', 'no', '0']);

/** For Customer.io, any value but true or false means subscribed (OpenAPI, `unsubscribed`). */
function toConsent(cell: string): Coerced {
  const word = cell.trim().toLowerCase();
  if (TRUE.has(word)) return { value: true };
  return FALSE.has(word) ? { value: false } : { reject: 'unclear_consent' };
}

/** Postgres and Redshift write `t` and `f`. */
function toAnswer(cell: string): Coerced {
  const word = cell.trim().toLowerCase();
  if (word === 't' || word === 'y') return { value: true };
  return word === 'f' || word === 'n' ? { value: false } : toConsent(cell);
}

function toBoolean(cell: string): Coerced {
  const read = toAnswer(cell);
  return 'reject' in read ? { reject: 'not_a_boolean' } : read;
}

/** `{"topics":{"topic_1":true}}` (Customer.io OpenAPI, `cio_subscription_preferences`). */
function toPreferences(cell: string): Coerced {
  const read = toJson(cell);
  if ('reject' in read) return read;
  const { topics, ...rest } = (read.value ?? {}) as { readonly topics?: unknown };
  const isClear =
    typeof topics === 'object' &&
    topics !== null &&
    Object.values(topics).every((topic) => typeof topic === 'boolean') &&
    Object.keys(rest).length === 0;
  return isClear ? read : { reject: 'unclear_consent' };
}

function toAmount(decimal: '.' | ','): Coerce {
  const read = compileMoneyReader({ decimal });
  return (cell) => {
    const money = read(cell);
    return 'reject' in money ? money : { value: money.amount };
  };
}

/** Programs write marks of direction around phone numbers. Only the digits count. */
function toPhone(country: string | undefined): Coerce {
  const read = compilePhone(country);
  return (cell) => {
    const value = read(withoutInvisible(cell));
    if (value !== undefined) return { value };
    return { reject: isScientific(cell) ? 'scientific_notation' : 'invalid_phone' };
  };
}

function toJson(cell: string): Coerced {
  return readJson(cell, isExact);
}

function toList(separator: string): Coerce {
  return (cell) => {
    const text = cell.trim();
    if (isBracketed(text)) return toArray(text);
    const entries = readEntries(text, separator);
    return entries ? { value: entries } : { reject: 'not_a_list' };
  };
}

/** A JSON array of texts, numbers and booleans. `null` is left out, like a blank entry. */
function toArray(text: string): Coerced {
  const read = readJson(text, isExact);
  if ('reject' in read) return read.reject === 'not_json' ? { reject: 'not_a_list' } : read;
  const { value } = read;
  if (!Array.isArray(value) || value.some((entry) => typeof entry === 'object' && entry !== null))
    return { reject: 'not_a_list' };
  return { value: value.filter((entry) => entry !== null && entry !== '') };
}
