// Turns a cell into a value of the type that its feed states. A cell without a stated type stays the text it is.

import type { ColumnRule } from '../../contracts/feed/column.ts';
import type { Value } from '../operations/properties.ts';
import type { RejectCode } from '../reject.ts';
import { compileMoneyReader } from './money.ts';
import { compileTimeReader } from './time/read-time.ts';

export type Coerced = { readonly value: Value } | { readonly reject: RejectCode };
/** Reads a cell that is not blank. */
export type Coerce = (cell: string) => Coerced;

/** Worked out once per column. @param timezone the feed's, for times without one. */
export function compileCoerce(rule: ColumnRule, timezone: string | undefined): Coerce {
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
      return toSeconds(rule, timezone);
    case 'money':
      return toAmount(rule.decimal ?? '.');
    case 'json':
      return toJson;
    case 'list':
      return toList(rule.separator ?? ',');
  }
}

/** A column by which Customer.io decides who is mailed: `unsubscribed`, one topic, or all preferences as JSON. */
export function compileConsent(path: readonly string[]): Coerce {
  return path.join('.') === 'cio_subscription_preferences' ? toPreferences : toConsent;
}

/** Excel writes long digits as 1.23E+11 and loses the rest. */
const SCIENTIFIC = /^[+-]?\d+([.,]\d+)?E\+\d+$/i;

/** Digits that a spreadsheet has damaged. */
export function isScientific(text: string): boolean {
  return SCIENTIFIC.test(text.trim());
}

const toText: Coerce = (cell) => ({ value: cell });
/** A column that states to hold text holds ids, zips, phones: no text looks like digits that were damaged. */
const toDigitsOrText: Coerce = (cell) =>
  isScientific(cell) ? { reject: 'scientific_notation' } : { value: cell };

/** Small numbers are written as 1.5E-7, by programs and without loss. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(E-\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
/** Decimal digits that a double always keeps (IEEE 754). */
const EXACT_DIGITS = 15;

function toNumber(cell: string): Coerced {
  const text = cell.trim();
  if (!NUMBER.test(text)) return { reject: isScientific(text) ? 'scientific_notation' : 'not_a_number' };
  return isExact(text) ? { value: Number(text) } : { reject: 'number_too_precise' };
}

/** Whether a double says the same: it always keeps 15 digits, and more where it prints back as it was written. */
function isExact(text: string): boolean {
  const number = Number(text);
  if (!Number.isFinite(number)) return false;
  if (text.length <= EXACT_DIGITS) return true;
  const digits = significantDigits(text);
  return digits.length <= EXACT_DIGITS || digits === significantDigits(String(number));
}

function significantDigits(number: string): string {
  return number
    .replace(/E.*$/i, '')
    .replaceAll(/\D/g, '')
    .replaceAll(/^0+|0+$/g, '');
}

function toInteger(cell: string): Coerced {
  const text = cell.trim();
  const number = Number(text);
  if (INTEGER.test(text) && Number.isSafeInteger(number)) return { value: number };
  return { reject: isScientific(text) ? 'scientific_notation' : 'not_an_integer' };
}

const TRUE = new Set(['true', 'yes', '1']);
const FALSE = new Set(['false', 'no', '0']);

/** Customer.io reads anything but a plain yes or no as subscribed (OpenAPI, `unsubscribed`). */
function toConsent(cell: string): Coerced {
  const word = cell.trim().toLowerCase();
  if (TRUE.has(word)) return { value: true };
  return FALSE.has(word) ? { value: false } : { reject: 'unclear_consent' };
}

/** `t` and `f` are what Postgres and Redshift write. */
function toBoolean(cell: string): Coerced {
  const word = cell.trim().toLowerCase();
  if (word === 't' || word === 'y') return { value: true };
  if (word === 'f' || word === 'n') return { value: false };
  const read = toConsent(cell);
  return 'reject' in read ? { reject: 'not_a_boolean' } : read;
}

/** `{"topics":{"topic_1":true}}` (Customer.io OpenAPI, `cio_subscription_preferences`). */
function toPreferences(cell: string): Coerced {
  const read = toJson(cell);
  if ('reject' in read) return read;
  const { topics, ...rest } = (read.value ?? {}) as { readonly topics?: unknown };
  const clear =
    typeof topics === 'object' &&
    topics !== null &&
    Object.values(topics).every((topic) => typeof topic === 'boolean') &&
    Object.keys(rest).length === 0;
  return clear ? read : { reject: 'unclear_consent' };
}

function toSeconds({ format = 'auto', timezone: own }: ColumnRule, timezone: string | undefined): Coerce {
  const zone = own ?? timezone;
  const read = compileTimeReader({ format, ...(zone === undefined ? {} : { timezone: zone }) });
  return (cell) => {
    const time = read(cell);
    return 'reject' in time ? time : { value: time.seconds };
  };
}

function toAmount(decimal: '.' | ','): Coerce {
  const read = compileMoneyReader({ decimal });
  return (cell) => {
    const money = read(cell);
    return 'reject' in money ? money : { value: money.amount };
  };
}

function toJson(cell: string): Coerced {
  let precise = true;
  const inspect = (_: string, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value === 'number') precise &&= isExact(context?.source ?? '');
    return value;
  };
  try {
    const value = JSON.parse(cell, inspect) as Value;
    return precise ? { value } : { reject: 'number_too_precise' };
  } catch {
    return { reject: 'not_json' };
  }
}

function toList(separator: string): Coerce {
  return (cell) => ({
    value: cell
      .split(separator)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ''),
  });
}
