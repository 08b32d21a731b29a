// Reads how an amount is written. Called only for short cells that can be one, so regular expressions are fast enough.
import { BIT } from './cell-mark.ts';

/** Thousands separators other than point and comma: spaces, no-break spaces and apostrophes. */
const GAP = "[ \\u00a0\\u2007\\u2009\\u202f'’]";
const CURRENCY = '([A-Z]{0,3}\\p{Sc}|[A-Z]{3}|kr|zł|Kč|Ft)';
const AMOUNT = new RegExp(
  `^\\(?[+-]?${CURRENCY}?${GAP}?[+-]?(\\d(?:[\\d.,]|${GAP}(?=\\d))*)${GAP}?${CURRENCY}?\\)?$`,
  'u',
);
const COMMA_THOUSANDS = /^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+$/;
const POINT_THOUSANDS = /^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:\.\d{3})+,\d+$/;
const GAP_THOUSANDS = new RegExp(`^\\d{1,3}(?:${GAP}\\d{3})+(?:([.,])\\d+)?$`);
const SINGLE_MARK = /^\d+([.,])(\d*)$/;
/** Without a currency, digits are a number, and groups of digits can be a phone number. */
const NEEDS_CURRENCY = new RegExp(`^\\d+(?:\\.\\d*)?$|^\\d+(?:${GAP}\\d{3})+$`);

const CURRENCY_CODES = new Set(Intl.supportedValuesOf('currency'));
const OWN_BITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:US)?\$$|^USD$/, BIT.dollar],
  [/^(?:€|EUR)$/, BIT.euro],
  [/^(?:£|GBP)$/, BIT.pound],
];

/** The marks of `$1,234.50`, `1.234,50 €`, `(12.00)`, `EUR 12`, …; 0 if it is not an amount. */
export function readAmount(text: string): number {
  const parts = AMOUNT.exec(text);
  if (!parts) return 0;
  const [, before, number = '', after] = parts;
  const currency = currencyBit(before ?? after);
  const decimal = decimalBit(number);
  if (currency === undefined || decimal === undefined) return 0;
  const isMarked = currency !== 0 || text.startsWith('(');
  return isMarked || !NEEDS_CURRENCY.test(number) ? BIT.money | currency | decimal : 0;
}

/** 0 without a currency, undefined if the letters are not one. */
function currencyBit(currency: string | undefined): number | undefined {
  if (currency === undefined) return 0;
  const own = OWN_BITS.find(([pattern]) => pattern.test(currency));
  if (own) return own[1];
  return /^[A-Z]{3}$/.test(currency) && !CURRENCY_CODES.has(currency) ? undefined : BIT.other_currency;
}

/** The decimal mark: 0 if the number does not show it, undefined if it is not a number. */
function decimalBit(number: string): number | undefined {
  if (/^\d+$/.test(number)) return 0;
  const [, mark, decimals = ''] = SINGLE_MARK.exec(number) ?? [];
  if (mark !== undefined) return decimals.length === 3 ? 0 : bitOf(mark);
  if (COMMA_THOUSANDS.test(number)) return BIT.decimal_point;
  if (POINT_THOUSANDS.test(number)) return BIT.decimal_comma;
  const gaps = GAP_THOUSANDS.exec(number);
  return gaps ? bitOf(gaps[1]) : undefined;
}

function bitOf(mark: string | undefined): number {
  if (mark === undefined) return 0;
  return mark === '.' ? BIT.decimal_point : BIT.decimal_comma;
}
