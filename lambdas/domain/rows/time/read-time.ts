// Reads a time without guessing. It never uses `new Date(cell)`, which depends on the time zone of the process, accepts
// impossible days and reads order names as dates.
import type { TimeFormat } from '../../../contracts/feed/time-format.ts';
import { type DateOrder, readDayFirst } from './day-first.ts';
import { type EpochFormat, readEpoch } from './epoch.ts';
import { readProgramDate } from './program-date.ts';
import type { ReadTime } from './read-result.ts';
import { readRfc2822 } from './rfc-2822.ts';
import { readYearFirst } from './year-first.ts';
import { openZone } from './zone.ts';

export interface TimeOptions {
  readonly format: TimeFormat;
  /** IANA name of the zone of times without one. Without it, such times are rejected. */
  readonly timezone?: string | undefined;
}

/** Longer than any time. Patterns are not run on longer cells. */
const LONGEST_TIME = 100;
/** `11:12.1`: how Excel saves a date with a fraction of a second. */
const TIME_OF_DAY = /^\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:\s?[AP]M)?$/i;

/**
 * Makes the reader of a column. With a format `epoch_…`, it reads only numbers of that unit. Otherwise it reads:
 * - `2023-05-01T10:11:12.123456789-04:00` and all ISO 8601 calendar dates with `-` and `:`, seconds optional
 * - `2023-05-01 10:11:12 -0400` (Shopify, Snowflake), `… UTC` (BigQuery), `…+00` (Postgres, Redshift)
 * - `2023-05-01 10:11:12`, `2023-05-01` (midnight), in the zone of the feed
 * - 10, 13 or 16 digits: seconds, milliseconds or microseconds between 2001 and 2100
 * - `Mon, 01 May 2023 10:11:12 GMT` (RFC 2822)
 * - `Mon May 01 2023 10:11:12 GMT-0400 (…)` (JavaScript), `Mon May 01 10:11:12 UTC 2023` (Java), `20230501T101112Z`
 * - after each of them but these, the name of a zone: `2023-05-01 10:11 America/New_York`, `…-04:00[America/New_York]`
 * - with the format `us` or `eu`: `5/1/2023 8:26 PM` and the like, in the zone of the feed
 *
 * `checkTimeRange` in `read-result.ts` checks the range of the time.
 * @throws RefusedError `unknown_time_zone`
 */
export function compileTimeReader({ format, timezone }: TimeOptions): (text: string) => ReadTime {
  const zone = timezone === undefined ? undefined : openZone(timezone);
  if (isEpoch(format)) return (text) => readEpoch(text.trim(), format) ?? { reject: 'invalid_time' };
  const order: DateOrder | undefined = format === 'auto' ? undefined : format;
  return (cell) => {
    const text = cell.trim();
    if (text.length > LONGEST_TIME) return { reject: 'invalid_time' };
    return (
      readYearFirst(text, zone) ??
      readEpoch(text) ??
      readDayFirst(text, order, zone) ??
      readRfc2822(text) ??
      readProgramDate(text, zone) ?? { reject: TIME_OF_DAY.test(text) ? 'time_without_date' : 'invalid_time' }
    );
  };
}

function isEpoch(format: TimeFormat): format is EpochFormat {
  return format.startsWith('epoch_');
}
