// The fraction of a second of a time, which its Unix seconds leave out.
import type { TimeFormat } from '../../../contracts/feed/time-format.ts';
import { FRACTION_DIGITS, numberFormat } from './epoch.ts';

/** After the seconds of a clock: `10:11:12.8`, `10:11:12,800 PM`, `T101112.8`. */
const AFTER_SECONDS = /(?::\d\d|T\d{6})[.,](\d{1,9})/;
const NUMBER = /^-?(\d+)(?:\.(\d{1,9}))?$/;

/**
 * Reads the digits of the fraction without trailing zeros: the same instant has the same digits in every format.
 * @returns a function of a cell that is a time in this format. Its result is empty at a whole second.
 */
export function compileFraction(format: TimeFormat): (cell: string) => string {
  return (cell) => {
    const text = cell.trim();
    const [, clock] = AFTER_SECONDS.exec(text) ?? [];
    return withoutTrailingZeros(clock ?? fractionOfNumber(text, format));
  };
}

function fractionOfNumber(text: string, format: TimeFormat): string {
  const [, digits = '', rest = ''] = NUMBER.exec(text) ?? [];
  const places = FRACTION_DIGITS[numberFormat(digits, format)];
  return places === 0 ? rest : digits.slice(-places).padStart(places, '0') + rest;
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
