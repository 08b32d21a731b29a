// The value of a column of dates: Unix seconds, or a text in ISO 8601.
import type { ColumnRule } from '../../contracts/feed/column.ts';
import type { RejectCode } from '../reject.ts';
import type { ReadTime } from './time/read-result.ts';
import { compileTimeReader } from './time/read-time.ts';

type ReadDate = (cell: string) => { readonly value: string | number } | { readonly reject: RejectCode };

/** @param timezone that of the feed, for times without one. */
export function compileDate(rule: ColumnRule, timezone: string | undefined): ReadDate {
  const read = compileWithSeparators(rule, timezone);
  if (rule.type !== 'date' || rule.format?.startsWith('epoch_')) return read;
  return (cell) => read(withSeparators(cell));
}

/**
 * ISO 8601 without separators: `20261103`. A column of days has no other digits, and no day that is written with the month
 * or the day first has a month from 19 to 20 there.
 */
const BASIC_DAY = /^(\s{0,9})((?:19|20)\d\d)(\d\d)(\d\d)(\s{0,9})$/;

function withSeparators(cell: string): string {
  return cell.replace(BASIC_DAY, '$1$2-$3-$4$5');
}

function compileWithSeparators(
  { type, format = 'auto', timezone: own, send = 'unix' }: ColumnRule,
  timezone: string | undefined,
): ReadDate {
  const zone = own ?? timezone;
  const read = compileTimeReader({ format, timezone: zone });
  if (send !== 'iso') return (cell) => printed(read(cell), (seconds) => seconds);
  if (type === 'date') return compileDay(compileTimeReader({ format, timezone: zone ?? 'UTC' }), format);
  return (cell) => printed(read(cell), (seconds) => `${isoOf(seconds).slice(0, 19)}Z`);
}

/** A date with the time of day that can follow it. */
const DAY = /^\s{0,9}(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})(?!\d)/;

/** The day as it is written: `1985-03-07`. A day has no zone, so that a birthday is the same day everywhere. */
function compileDay(read: (cell: string) => ReadTime, format: NonNullable<ColumnRule['format']>): ReadDate {
  const readDay = compileTimeReader({ format, timezone: 'UTC' });
  return (cell) => {
    const [, day] = DAY.exec(cell) ?? [];
    const whole = read(cell);
    const time = day === undefined || 'reject' in whole ? whole : readDay(day);
    return printed(time, (seconds) => isoOf(seconds).slice(0, 10));
  };
}

function isoOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** Attributes can be older than events, so that the reason of a reject is another one. */
function printed(time: ReadTime, print: (seconds: number) => string | number): ReturnType<ReadDate> {
  if (!('reject' in time)) return { value: print(time.seconds) };
  return { reject: time.reject === 'time_out_of_range' ? 'date_out_of_range' : time.reject };
}
