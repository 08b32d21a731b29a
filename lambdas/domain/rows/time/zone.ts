// Wall clock to instant in an IANA zone. A conversion by Temporal costs microseconds; the spans between a zone's
// transitions are fetched once per year and then cost an addition.
import { create, getTimeZoneTransition, offsetNanoseconds } from 'temporal-polyfill/fns/ZonedDateTime';
import { isTimezone } from '../../../contracts/feed/time-format.ts';
import { RefusedError } from '../../errors.ts';
import type { ReadTime, TimeNote } from './read-result.ts';

export interface Zone {
  /**
   * The instant at which the zone's clocks show a time, given in seconds as if it were UTC. A time in a gap moves
   * forward by the gap; of two instants in an overlap the earlier one counts (Temporal's `compatible`).
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
  if (!isTimezone(name)) throw new RefusedError('unknown_time_zone', `There is no time zone "${name}".`);
  const zone = createZone(name);
  zones.set(name, zone);
  return zone;
}

/** A stretch of time with one offset. Bounds are seconds, the upper ones exclusive. */
interface Span {
  readonly offset: number;
  readonly start: number;
  readonly end: number;
  /** Wall times that belong to this span. Those that a transition skips or repeats belong to the span before it. */
  readonly wallStart: number;
  readonly wallEnd: number;
  /** From here to `wallEnd` the wall times are skipped or repeated by the transition at `end`. */
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
  // Rows that follow each other mostly lie in the same span.
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

/** More than any offset plus any jump: Samoa left out a whole day in 2011. */
const MARGIN_SECONDS = 3 * 24 * 3600;

/** The spans that a year touches in any zone, in order. */
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
