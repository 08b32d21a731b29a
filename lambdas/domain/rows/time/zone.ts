// Time zones: from the wall clock to the instant, and the offset that a time can have. A conversion by Temporal takes
// microseconds, so the spans between the transitions of a zone are read once per year. Then a conversion is an addition.
import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';
import { isTimezone } from '../../../contracts/feed/time-format.ts';
import { refusal } from '../../errors.ts';
import { twoDigits } from './digits.ts';
import type { ReadTime, TimeNote, TimeReject } from './read-result.ts';

export interface Zone {
  /**
   * The instant at which the clocks of the zone show a time (in seconds, as if it were UTC). A time in a gap moves
   * forward by the gap. In an overlap, the earlier instant counts (`compatible` in Temporal).
   */
  readonly fromWall: (wallSeconds: number) => ReadTime;
  /** Seconds east of UTC at an instant. */
  readonly offsetAt: (seconds: number) => number;
}

const zones = new Map<string, Zone>();

/** @throws RefusedError `unknown_time_zone` */
export function openZone(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  if (!isTimezone(name)) throw refusal('unknown_time_zone', `It is "${name}".`);
  const zone = createZone(name);
  zones.set(name, zone);
  return zone;
}

/** The largest unit that the time is a multiple of. Each implies those after it. */
export type Roundness = 'midnight' | 'hour' | 'minute' | 'second';

/**
 * @param timezone IANA name of the zone of the clocks.
 * @returns a function of Unix seconds.
 * @throws RefusedError `unknown_time_zone`
 */
export function compileRoundness(timezone: string): (seconds: number) => Roundness {
  const zone = openZone(timezone);
  return (seconds) => {
    const wall = seconds + zone.offsetAt(seconds);
    if (wall % 86_400 === 0) return 'midnight';
    if (wall % 3600 === 0) return 'hour';
    return wall % 60 === 0 ? 'minute' : 'second';
  };
}

/** Seconds east of UTC; a zone; `none` if nothing follows the time; or the reject. */
export type Offset = number | Zone | 'none' | TimeReject;

/** The largest offset in use: Line Islands. */
const WIDEST_SECONDS = 14 * 3600;
const UTC_NAMES = /^(?:z|utc|gmt|ut)$/i;
/** `EST`, `CET`, `IST`: several zones share each abbreviation. */
const ABBREVIATION = /^[a-z]{3,5}$/i;

/**
 * Reads the text from `at` to the end: `Z`, `UTC`, `GMT`, `±hh`, `±hhmm` or `±hh:mm`, or the name of a zone such as
 * `America/New_York`, with or without a space before. A zone can follow an offset, which has priority: `+0000 UTC` (Go),
 * `-05:00[America/New_York]` (Java).
 */
export function readOffset(text: string, at: number): Offset {
  if (at === text.length) return 'none';
  const start = text[at] === ' ' ? at + 1 : at;
  const [, numeric, zone] = OFFSET_AND_ZONE.exec(text.slice(start)) ?? [];
  if (numeric !== undefined && zone !== undefined) return agreed(readOffset(numeric, 0), zone);
  if (text[start] === '+') return readNumeric(text, start + 1);
  if (text[start] === '-') {
    const west = readNumeric(text, start + 1);
    return typeof west === 'number' ? -west : west;
  }
  return readZoneName(text.slice(start));
}

const OFFSET_AND_ZONE = /^([+-]\d\d:?\d\d|Z)( [A-Z]{3,5}|\[[A-Za-z/_+-]{1,40}\])$/;
const BRACKETED = /^\[(.{1,40})\]$/;
const WITH_CITY = /^[a-z]+\/[a-z_/+-]{1,40}$/i;

/** The offset, unless the name of the zone contradicts it: `+0500 UTC`. */
function agreed(offset: Offset, zone: string): Offset {
  const name = BRACKETED.exec(zone)?.[1] ?? zone.trim();
  return UTC_NAMES.test(name) && offset !== 0 ? 'ambiguous_zone' : offset;
}

function readZoneName(text: string): Offset {
  const name = BRACKETED.exec(text)?.[1] ?? text;
  if (UTC_NAMES.test(name) || /^etc\/(utc|gmt)$/i.test(name)) return 0;
  // Etc/GMT+5 is west of UTC, which few people expect.
  if (ABBREVIATION.test(name) || /^etc\//i.test(name)) return 'ambiguous_zone';
  return (WITH_CITY.test(name) && zoneOfCity(name)) || 'invalid_time';
}

/** A misspelt zone is a reject of its row; that of a feed is refused. */
function zoneOfCity(name: string): Zone | undefined {
  const known = zones.get(name.toLowerCase());
  if (known || !isTimezone(name)) return known;
  const zone = createZone(name);
  zones.set(name.toLowerCase(), zone);
  return zone;
}

/** A time span with one offset. Bounds are in seconds, the upper ones exclusive. */
interface Span {
  readonly offset: number;
  readonly start: number;
  readonly end: number;
  /** Wall times of this span. Times that a transition skips or repeats are in the span before it. */
  readonly wallStart: number;
  readonly wallEnd: number;
  /** From here to `wallEnd`, the transition at `end` skips or repeats the wall times. */
  readonly disputed: number;
  readonly note: TimeNote;
}

function createZone(name: string): Zone {
  const years = new Map<number, readonly Span[]>();
  const find = (seconds: number, holds: (span: Span) => boolean): Span => {
    const year = new Date(seconds * 1000).getUTCFullYear();
    const spans = years.get(year) ?? spansOfYear(name, year);
    years.set(year, spans);
    const span = spans.find(holds);
    if (!span) throw new RangeError(`No offset of ${name} is known at ${seconds}.`);
    return span;
  };
  // Rows that follow each other are mostly in the same span.
  let last: Span | undefined;
  return {
    fromWall(wall) {
      if (!last || wall < last.wallStart || wall >= last.wallEnd) {
        last = find(wall, ({ wallStart, wallEnd }) => wall >= wallStart && wall < wallEnd);
      }
      const seconds = wall - last.offset;
      return wall < last.disputed ? { seconds } : { seconds, note: last.note };
    },
    offsetAt(seconds) {
      if (!last || seconds < last.start || seconds >= last.end) {
        last = find(seconds, ({ start, end }) => seconds >= start && seconds < end);
      }
      return last.offset;
    },
  };
}

/** More than any offset plus any transition: Samoa skipped a whole day in 2011. */
const MARGIN_SECONDS = 3 * 24 * 3600;

/** The spans of a zone in a year, in order. */
function spansOfYear(name: string, year: number): readonly Span[] {
  const first = Date.UTC(year, 0) / 1000 - MARGIN_SECONDS;
  const past = Date.UTC(year + 1, 0) / 1000 + MARGIN_SECONDS;
  const spans: Span[] = [];
  let at = create(BigInt(first) * 1_000_000_000n, name);
  let start = first;
  let wallStart = first + offsetSeconds(at);
  while (start < past) {
    const offset = offsetSeconds(at);
    const next = getTimeZoneTransition(at, 'next');
    const end = next ? Math.min(Number(next.epochNanoseconds / 1_000_000_000n), past) : past;
    const nextOffset = next && end < past ? offsetSeconds(next) : offset;
    const wallEnd = end + Math.max(offset, nextOffset);
    const disputed = end + Math.min(offset, nextOffset);
    const note = nextOffset > offset ? 'dst_gap' : 'dst_overlap';
    spans.push({ offset, start, end, wallStart, wallEnd, disputed, note });
    if (!next) break;
    at = next;
    start = end;
    wallStart = wallEnd;
  }
  return spans;
}

function offsetSeconds(at: Parameters<typeof offsetNanoseconds>[0]): number {
  return offsetNanoseconds(at) / 1e9;
}

function readNumeric(text: string, at: number): number | TimeReject {
  const length = text.length - at;
  const minutesAt = text[at + 2] === ':' ? at + 3 : at + 2;
  const minutes = length === 2 ? 0 : twoDigits(text, minutesAt);
  const complete = length === 2 || minutesAt + 2 === text.length;
  const seconds = twoDigits(text, at) * 3600 + minutes * 60;
  return complete && minutes < 60 && seconds <= WIDEST_SECONDS ? seconds : 'invalid_time';
}
