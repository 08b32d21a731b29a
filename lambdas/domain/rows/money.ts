// Reads amounts as people and spreadsheets write them. The feed sets the decimal mark, because `1.234` can be a decimal
// or a number over a thousand.

import { withoutTrailingZeros } from '../operations/decimal.ts';

export interface MoneyOptions {
  /** `.` reads `1,234.50`; `,` reads `1.234,50`. */
  readonly decimal: '.' | ',';
}

export interface Money {
  /** Exactly the decimal in the cell. */
  readonly amount: number;
  /** The ISO 4217 code, or the symbol if the cell has no code. */
  readonly currency?: string;
}

export type MoneyReject = 'invalid_money' | 'money_grouping' | 'money_too_precise' | 'scientific_notation';

export type ReadMoney = Money | { readonly reject: MoneyReject };

/** A double keeps every decimal with this many significant digits (IEEE 754). */
const EXACT_DIGITS = 15;
/** More characters than any amount has. Patterns are not run on longer cells, which could be slow. */
const LONGEST_CELL = 64;

const PLAIN = /^-?\d{1,12}(?:\.\d{1,3})?$/;
const SCIENTIFIC = /^[-+]?\d+(?:[.,]\d+)?E[-+]?\d+$/i;

const CURRENCY = String.raw`[A-Z]{0,3}\p{Sc}[A-Z]{0,2}|[A-Z]{3}|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?|Rp|RM|R`;
const CELL = new RegExp(
  String.raw`^(?<before>${CURRENCY})?\s*(?<sign>[-+−(]?)\s*(?<behindSign>${CURRENCY})?\s*` +
    String.raw`(?<digits>[.,]?\d(?:.*\d)?)\s*` +
    String.raw`(?<after>${CURRENCY})?\s*(?<close>\)?)\s*(?<behindClose>${CURRENCY})?$`,
  'u',
);
/** The whole part, with one kind of thousands separator or none, and the fraction. Spaces can be of any width. */
const DIGITS = {
  '.': /^(?<whole>\d*|[1-9]\d{0,2}(?<mark>[, \u00a0\u2007\u2009\u202f'’])\d{3}(?:\k<mark>\d{3})*)(?:\.(?<fraction>\d+))?$/,
  ',': /^(?<whole>\d*|[1-9]\d{0,2}(?<mark>[. \u00a0\u2007\u2009\u202f'’])\d{3}(?:\k<mark>\d{3})*)(?:,(?<fraction>\d+))?$/,
} as const;
const DIGITS_AND_MARKS = /^[\d., \u00a0\u2007\u2009\u202f'’]*$/;

const CURRENCY_CODES = new Set(Intl.supportedValuesOf('currency'));

/**
 * Makes the reader of a column. With a decimal point, it reads `1234.5`, `$1,234.50`, `USD 12.00`, `$12.00 USD`, `-12`,
 * `(12.00)` (negative), `1 234.50 €` and `1'234.50`. With a decimal comma, it reads `1.234,50 €` and the like.
 */
export function compileMoneyReader({ decimal }: MoneyOptions): (text: string) => ReadMoney {
  const pattern = DIGITS[decimal];
  return (cell) => {
    const text = cell.trim();
    if (text.length > LONGEST_CELL) return { reject: 'invalid_money' };
    if (decimal === '.' && PLAIN.test(text)) return { amount: Number(text) + 0 };
    if (SCIENTIFIC.test(text)) return { reject: 'scientific_notation' };
    const parts = CELL.exec(text)?.groups;
    if (!parts || (parts.sign === '(') !== (parts.close === ')')) return { reject: 'invalid_money' };
    const { before, sign = '', behindSign, digits = '', after, behindClose } = parts;
    const currency = readCurrency([before, behindSign, after, behindClose]);
    const number = pattern.exec(digits)?.groups;
    if (currency === undefined) return { reject: 'invalid_money' };
    if (!number) return { reject: DIGITS_AND_MARKS.test(digits) ? 'money_grouping' : 'invalid_money' };
    const amount = exactNumber(number.whole ?? '', number.fraction ?? '');
    if (amount === undefined) return { reject: 'money_too_precise' };
    const signed = sign === '' || sign === '+' ? amount : 0 - amount;
    return currency === '' ? { amount: signed } : { amount: signed, currency };
  };
}

/** The code, or the symbol, or ''; undefined if there are several or the code does not exist. */
function readCurrency(found: readonly (string | undefined)[]): string | undefined {
  const marks = found.filter((mark) => mark !== undefined);
  const codes = marks.map((mark) => mark.slice(0, 3)).filter((mark) => /^[A-Z]{3}$/.test(mark));
  const symbols = marks.filter((mark) => !/^[A-Z]{3}/.test(mark));
  if (codes.length > 1 || symbols.length > 1) return undefined;
  if (codes.some((code) => !CURRENCY_CODES.has(code))) return undefined;
  return codes[0] ?? symbols[0] ?? '';
}

/** Undefined if a double would change digits. */
function exactNumber(whole: string, fraction: string): number | undefined {
  const integer = whole.replaceAll(/\D/g, '');
  const decimals = withoutTrailingZeros(fraction);
  const significant = `${integer}${decimals}`.replace(/^0+/, '');
  return significant.length > EXACT_DIGITS ? undefined : Number(`${integer || '0'}.${decimals || '0'}`);
}
