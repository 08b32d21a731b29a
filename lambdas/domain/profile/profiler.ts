// Profiles a chunk while it is mapped: its cells, the times of its events, and the identifiers of its rows.
import type { TimeNote } from '../rows/time/read-result.ts';
import { compileRoundness } from '../rows/time/zone.ts';
import { type ChunkProfile, IDENTIFIER_USES, type IdentifierUse, type TimeMark } from './chunk-profile.ts';
import { countColumnMarks } from './column-marks.ts';
import { ageBucket } from './event-ages.ts';
import { countEventNames } from './event-names.ts';
import { collectIdentityPairs } from './identity-pairs.ts';
import { addLine, type OpenMark } from './mark.ts';
import { widen } from './merge-profiles.ts';

/** Call all of it in the order of lines. */
export interface Profiler {
  /** Once for every row with as many cells as the header, rejected rows included. */
  row(line: number, cells: readonly string[]): void;
  /** Once for every event whose time could be read. */
  event(line: number, event: ProfiledEvent): void;
  /** Once for every row, or group of rows, about a person. @param rows of the group. */
  identity(
    line: number,
    identifiers: { readonly [kind in 'id' | 'email' | 'phone' | 'cio_id']?: string | undefined },
    rows?: number,
  ): void;
  /** @returns a profile of at most about 64 KB of JSON, and the pairs for `fragmentationFinder`. */
  finish(): { readonly profile: ChunkProfile; readonly identityPairs: Buffer };
}

export interface ProfiledEvent {
  readonly name: string;
  /** When it happened, in Unix seconds. */
  readonly seconds: number;
  readonly note?: TimeNote | undefined;
  /** The column with its time. */
  readonly column?: string | undefined;
}

/** Clocks differ: events that are later by less than this do not count as future. */
const CLOCK_SKEW_SECONDS = 5 * 60;

export interface ProfilerOptions {
  /** When the file arrived, in Unix seconds: the same for all its chunks. */
  readonly nowSeconds: number;
  /** The feed's zone. Times in UTC and epoch times can be round on its clocks. */
  readonly timezone?: string | undefined;
}

/** @throws RefusedError `unknown_time_zone` */
export function createProfiler(header: readonly string[], options: ProfilerOptions): Profiler {
  const { nowSeconds, timezone } = options;
  const columns = countColumnMarks(header.length);
  const times = createTimes(header);
  const names = countEventNames();
  const ages = new Map<number, number>();
  const uses = new Map<IdentifierUse, OpenMark>();
  const pairs = collectIdentityPairs();
  const roundnessOf = timezone === undefined ? undefined : compileRoundness(timezone);
  let rows = 0;
  let span: ChunkProfile['span'];
  return {
    row(line, cells) {
      rows++;
      columns.row(line, cells);
    },
    event(line, { name, seconds, note, column }) {
      const ageSeconds = nowSeconds - seconds;
      times.add(column, 'events', line);
      if (-ageSeconds > CLOCK_SKEW_SECONDS) times.add(column, 'future', line);
      if (note) times.add(column, note, line);
      const roundness = roundnessOf?.(seconds) ?? 'second';
      if (roundness !== 'second') times.add(column, roundness, line);
      const bucket = ageBucket(ageSeconds);
      ages.set(bucket, (ages.get(bucket) ?? 0) + 1);
      span = widen(span, { oldest: seconds, newest: seconds });
      names.add(name, line, seconds, ageSeconds);
    },
    identity(line, { id, email, phone }, rows) {
      const use = IDENTIFIER_USES[(id ? 1 : 0) + (email ? 2 : 0) + (phone ? 4 : 0)] ?? 'none';
      addLine(openMark(uses, use), line, rows);
      if (id && email) pairs.add(line, email, id);
    },
    finish() {
      const { pairs: identityPairs, unpairedRows } = pairs.finish();
      const profile: ChunkProfile = {
        rows,
        ...columns.finish(),
        times: times.finish(),
        ages: Object.fromEntries(ages),
        ...(span ? { span } : {}),
        names: names.finish(),
        identifiers: Object.fromEntries(uses),
        unpairedRows,
      };
      return { profile, identityPairs };
    },
  };
}

/** Counts the marks of times by their column. */
function createTimes(header: readonly string[]) {
  const indexes = new Map(header.map((column, index) => [column, index] as const).reverse());
  const byColumn = new Map<number, Map<TimeMark, OpenMark>>();
  return {
    add(column: string | undefined, mark: TimeMark, line: number): void {
      const index = column === undefined ? -1 : (indexes.get(column) ?? -1);
      let marks = byColumn.get(index);
      if (!marks) {
        marks = new Map();
        byColumn.set(index, marks);
      }
      addLine(openMark(marks, mark), line);
    },
    finish: (): ChunkProfile['times'] =>
      [...byColumn]
        .map(([column, marks]) => ({ column, marks: Object.fromEntries(marks) }))
        .sort((a, b) => a.column - b.column),
  };
}

function openMark<Name>(marks: Map<Name, OpenMark>, name: Name): OpenMark {
  const known = marks.get(name);
  if (known) return known;
  const mark: OpenMark = [0];
  marks.set(name, mark);
  return mark;
}
