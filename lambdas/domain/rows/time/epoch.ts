// Times that are numbers since 1970. The feed sets their unit, or their length proves it.
import type { TimeFormat } from '../../../contracts/feed/time-format.ts';
import type { ReadTime } from './read-result.ts';
import { FIRST_YEAR, LAST_YEAR } from './wall-clock.ts';

export type EpochFormat = Extract<TimeFormat, `epoch_${string}`>;

const PER_SECOND: Readonly<Record<EpochFormat, number>> = {
  epoch_seconds: 1,
  epoch_milliseconds: 1e3,
  epoch_microseconds: 1e6,
};
/** The digits of a number of this unit after 2001-09-09. Until 2100, no other unit has as many digits. */
const PROVEN_BY_DIGITS = new Map<number, EpochFormat>([
  [10, 'epoch_seconds'],
  [13, 'epoch_milliseconds'],
  [16, 'epoch_microseconds'],
]);
const LONGEST_FRACTION = 9;

/** How many of the last digits of a whole number are a fraction of a second. */
export const FRACTION_DIGITS: Readonly<Record<EpochFormat, number>> = {
  epoch_seconds: 0,
  epoch_milliseconds: 3,
  epoch_microseconds: 6,
};

/** The unit of a number that was read as a time: the one that the feed sets, or the one that its length proves. */
export function numberFormat(digits: string, stated: TimeFormat): EpochFormat {
  if (stated !== 'auto' && stated !== 'us' && stated !== 'eu') return stated;
  return PROVEN_BY_DIGITS.get(digits.length) ?? 'epoch_seconds';
}

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?$/;
/** `1.6E+12`: how Excel writes long numbers. */
const SCIENTIFIC = /^-?\d+(?:[.,]\d+)?E[+-]?\d+$/i;
/** `45047.5`: days since 1900. Excel saves dates like this if the cell has the format of a number. */
const EXCEL_SERIAL = /^\d{5}(?:[.,]\d+)?$/;

const END_SECONDS = Date.UTC(LAST_YEAR + 1, 0) / 1000;
const OUT_OF_RANGE: ReadTime = { reject: 'time_out_of_range' };
const UNPROVEN: ReadTime = { reject: 'unproven_epoch' };

/**
 * Numbers that a spreadsheet damaged get their own reject, for every unit.
 * @returns undefined if the text is not a number.
 */
export function readEpoch(text: string, stated?: EpochFormat): ReadTime | undefined {
  const [, sign, digits = '', fraction = ''] = NUMBER.exec(text) ?? [];
  if (EXCEL_SERIAL.test(text)) return { reject: 'excel_serial_date' };
  if (SCIENTIFIC.test(text)) return { reject: 'scientific_notation' };
  if (sign === undefined || fraction.length > LONGEST_FRACTION) return undefined;
  const whole = sign ? -Number(digits) - (Number(fraction) > 0 ? 1 : 0) : Number(digits);
  if (stated) return inYears(Math.floor(whole / PER_SECOND[stated]), FIRST_YEAR) ?? OUT_OF_RANGE;
  const proven = sign ? undefined : PROVEN_BY_DIGITS.get(digits.length);
  return (proven && inYears(Math.floor(whole / PER_SECOND[proven]), 2001)) ?? UNPROVEN;
}

function inYears(seconds: number, firstYear: number): ReadTime | undefined {
  return seconds >= Date.UTC(firstYear, 0) / 1000 && seconds < END_SECONDS ? { seconds } : undefined;
}
