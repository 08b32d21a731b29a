// Reads how an amount is written. Asked only for short cells that may be one: expressions are affordable here.
import { BIT } from './cell-mark.ts';

const CODES =
  'USD|EUR|GBP|CAD|AUD|NZD|JPY|CHF|SEK|NOK|DKK|PLN|CZK|HUF|RON|INR|BRL|MXN|CLP|COP|CNY|HKD|SGD|KRW|ZAR|TRY';
const CURRENCY = `(?:[A-Z]{0,2}\\$|[£€¥₹₩₺]|${CODES}|kr|zł)`;
/** The marks between thousands that are no point and no comma: spaces, also unbreakable ones, and apostrophes. */
const GAP = "[ \\u00a0\\u202f'’]";

const AMOUNT = new RegExp(
  `^\\(?[+-]?(${CURRENCY})?${GAP}?[+-]?(\\d(?:[\\d.,]|${GAP}(?=\\d))*)${GAP}?(${CURRENCY})?\\)?$`,
);
const HAS_COMMA_THOUSANDS = /^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:,\d{2,3})*,\d{3}\.\d+$/;
const HAS_POINT_THOUSANDS = /^\d{1,3}(?:\.\d{3}){2,}$|^\d{1,3}(?:\.\d{3})+,\d+$/;
const HAS_GAPS = new RegExp(`^\\d{1,3}(?:${GAP}\\d{3})+([.,]\\d+)?$`);
/** Three digits after a single mark may be thousands. */
const SINGLE_MARK = /^\d+([.,])(\d+)$/;

const CURRENCY_BITS: readonly (readonly [RegExp, number])[] = [
  [/\$|^USD$/, BIT.dollar],
  [/^(?:€|EUR)$/, BIT.euro],
  [/^(?:£|GBP)$/, BIT.pound],
];

/** The marks of `$1,234.50`, `1.234,50 €`, `(12.00)`, `EUR 12`, …; 0 where it is no amount. */
export function readAmount(text: string): number {
  const parts = AMOUNT.exec(text);
  if (!parts) return 0;
  const [, before, number = '', after] = parts;
  const currency = currencyBit(before ?? after);
  const decimal = decimalBit(number);
  if (decimal === undefined) return 0;
  const inParentheses = text.startsWith('(') && text.endsWith(')');
  const isPlain = currency === 0 && !inParentheses && /^\d+(?:\.\d*)?$/.test(number);
  return isPlain ? 0 : BIT.money | currency | decimal;
}

function currencyBit(currency: string | undefined): number {
  if (currency === undefined) return 0;
  return CURRENCY_BITS.find(([pattern]) => pattern.test(currency))?.[1] ?? BIT.other_currency;
}

/** How the decimals are marked: 0 where that does not show, undefined where it is no number. */
function decimalBit(number: string): number | undefined {
  if (/^\d+$/.test(number)) return 0;
  const [, mark, decimals = ''] = SINGLE_MARK.exec(number) ?? [];
  if (mark !== undefined) {
    if (decimals.length === 3) return 0;
    return mark === '.' ? BIT.decimal_point : BIT.decimal_comma;
  }
  if (HAS_COMMA_THOUSANDS.test(number)) return BIT.decimal_point;
  if (HAS_POINT_THOUSANDS.test(number)) return BIT.decimal_comma;
  const gaps = HAS_GAPS.exec(number);
  if (!gaps) return undefined;
  const end = gaps[1];
  if (end === undefined) return 0;
  return end.startsWith('.') ? BIT.decimal_point : BIT.decimal_comma;
}
