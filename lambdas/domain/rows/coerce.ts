// Turns a cell into a value of the type that its feed states. A cell without a stated type stays the text it is.
import type { ColumnRule } from '../../contracts/column.ts';
import { compileMoneyReader } from './money.ts';
import type { RejectCode } from './reject.ts';
import { compileTimeReader } from './time/read-time.ts';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
export type Coerced = { readonly value: Value } | { readonly reject: RejectCode };
/** Reads a cell that is not blank. */
export type Coerce = (cell: string) => Coerced;

/** Worked out once per column. @param timezone the feed's, for times without one. */
export function compileCoerce(rule: ColumnRule, timezone: string | undefined): Coerce {
  switch (rule.type ?? 'string') {
    case 'string':
      return (cell) => ({ value: cell });
    case 'number':
      return toNumber;
    case 'integer':
      return toInteger;
    case 'boolean':
      return (cell) => toBoolean(cell, 'not_a_boolean');
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

/** Consent: nothing but a plain yes or no, for Customer.io reads anything else as subscribed (OpenAPI, `unsubscribed`). */
export const coerceConsent: Coerce = (cell) => toBoolean(cell, 'unclear_consent');

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;
/** Decimal digits that a double always keeps (IEEE 754). */
const EXACT_DIGITS = 15;

function toNumber(cell: string): Coerced {
  const text = cell.trim();
  if (!NUMBER.test(text)) return { reject: 'not_a_number' };
  const digits = text.replaceAll(/[^\d]/g, '').replace(/^0+/, '');
  return digits.length > EXACT_DIGITS ? { reject: 'number_too_precise' } : { value: Number(text) };
}

function toInteger(cell: string): Coerced {
  const text = cell.trim();
  const number = Number(text);
  return INTEGER.test(text) && Number.isSafeInteger(number)
    ? { value: number }
    : { reject: 'not_an_integer' };
}

const TRUE = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', '0']);

function toBoolean(cell: string, otherwise: RejectCode): Coerced {
  const word = cell.trim().toLowerCase();
  if (TRUE.has(word)) return { value: true };
  return FALSE.has(word) ? { value: false } : { reject: otherwise };
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
  try {
    return { value: JSON.parse(cell) as Value };
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
