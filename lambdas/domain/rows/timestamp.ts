// Reads a time without guessing: a fixed set of forms, each with its zone. Never `new Date(cell)`, which moves
// with the process's zone, rolls impossible days over and takes order names for dates.
import type { RejectCode } from './reject.ts';

/** Customer.io takes 10-digit Unix seconds; others it replaces by the time of receipt, silently (customerio-ruby, client.rb). */
const EARLIEST_SECONDS = 1_000_000_000;
const FUTURE_SECONDS = 24 * 60 * 60;

/** Unix seconds, or why not. */
export type ReadTime = { readonly seconds: number } | { readonly reject: RejectCode };

/**
 * Accepts, fractions of a second rounded down:
 * - `2025-11-03T14:05:09-05:00`, `…09.123456789Z`, a space in place of `T`, seconds left out
 * - `2025-11-03 14:05:09 -0500` (Shopify), `… UTC` (BigQuery), `…+00` (Postgres)
 * - `1762178709` (10 digits: seconds), `1762178709123` (13 digits: milliseconds)
 * @param nowSeconds the import's time; a time more than 24 h after it is refused.
 */
export function readTime(text: string, nowSeconds: number): ReadTime {
  const trimmed = text.trim();
  const read = readEpoch(trimmed) ?? readCalendar(trimmed);
  if ('reject' in read) return read;
  const inRange = read.seconds >= EARLIEST_SECONDS && read.seconds <= nowSeconds + FUTURE_SECONDS;
  return inRange ? read : { reject: 'time_out_of_range' };
}

function readEpoch(text: string): ReadTime | undefined {
  if (/^\d{10}$/.test(text)) return { seconds: Number(text) };
  if (/^\d{13}$/.test(text)) return { seconds: Math.floor(Number(text) / 1000) };
  return undefined;
}

const CALENDAR =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i;

function readCalendar(text: string): ReadTime {
  const parts = CALENDAR.exec(text);
  if (!parts) return { reject: 'invalid_time' };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return { reject: 'invalid_time' };
  if (hour > 23 || minute > 59 || second > 59) return { reject: 'invalid_time' };
  const zone = parts[7];
  if (zone === undefined) return { reject: 'time_without_zone' };
  const offset = offsetSeconds(zone);
  if (offset === undefined) return { reject: 'invalid_time' };
  return { seconds: Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - offset };
}

/** Offset east of Greenwich in seconds; `undefined` beyond the ±14 h that exist. */
function offsetSeconds(zone: string): number | undefined {
  if (/^(z|utc)$/i.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const hours = Number(digits.slice(0, 2));
  const minutes = Number(digits.slice(2) || 0);
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
