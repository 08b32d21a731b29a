// What Validate counts per chunk and Review adds up: numbers, codes and names of events, never a person's data.
import type { KeptBack, RejectExample } from '../../contracts/report.ts';
import type { RejectCode } from '../reject.ts';
import { addKeptBack } from '../report/kept-back.ts';
import { addExamples, EXAMPLES_KEPT, type RejectExamples } from '../review/reject-examples.ts';
import type { MappedRow, SetAside } from '../rows/mapper.ts';

/** Counts of a chunk, or of all of them. All but `operations` and `bytes` count rows. */
export interface Statistics {
  readonly rows: number;
  readonly operations: number;
  /** Bytes of all items. */
  readonly bytes: number;
  readonly rejects: Readonly<Partial<Record<RejectCode, number>>>;
  /** The first rejected rows of each code, by lines counted through all files. */
  readonly rejectExamples: RejectExamples;
  /** Rows that a policy of the feed keeps back. */
  readonly keptBack: readonly KeptBack[];
  readonly events: Readonly<Record<string, number>>;
}

export const NO_STATISTICS: Statistics = {
  rows: 0,
  operations: 0,
  bytes: 0,
  keptBack: [],
  rejects: {},
  rejectExamples: {},
  events: {},
};

/** Counts the rows of one chunk as they are mapped. */
export function countRows() {
  const rejects = new Map<RejectCode, number>();
  const examples = new Map<RejectCode, RejectExample[]>();
  const events = new Map<string, number>();
  let keptBack: KeptBack[] = [];
  let operations = 0;
  let bytes = 0;
  return {
    /** Lines must ascend. */
    rejected(code: RejectCode, count: number, example: RejectExample): void {
      rejects.set(code, (rejects.get(code) ?? 0) + count);
      const kept = examples.get(code) ?? [];
      if (kept.length < EXAMPLES_KEPT) examples.set(code, [...kept, example]);
    },
    setAside({ setAside: outcome, reason }: SetAside, line: number, count: number): void {
      keptBack = addKeptBack([...keptBack, { outcome, reason, rows: count, lines: [line] }]);
    },
    mapped(mapped: MappedRow, count: number): void {
      for (const { item } of mapped.operations) bytes += Buffer.byteLength(item);
      for (const { name } of mapped.events) events.set(name, (events.get(name) ?? 0) + count);
      operations += mapped.operations.length;
    },
    /** @param rows all that were read, counted by whoever read them. */
    statistics(rows: number): Statistics {
      return {
        rows,
        operations,
        bytes,
        keptBack,
        rejects: Object.fromEntries(rejects),
        rejectExamples: Object.fromEntries(examples),
        events: Object.fromEntries(events),
      };
    },
  };
}

/** Adds two counts up; order does not matter. */
export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return {
    rows: a.rows + b.rows,
    operations: a.operations + b.operations,
    bytes: a.bytes + b.bytes,
    keptBack: addKeptBack([...a.keptBack, ...b.keptBack]),
    rejects: addCounts(a.rejects, b.rejects),
    rejectExamples: addExamples(a.rejectExamples, b.rejectExamples),
    events: addCounts(a.events, b.events),
  };
}

/** Rows that were rejected, for whatever reason. */
export function rejectedRows({ rejects }: Pick<Statistics, 'rejects'>): number {
  return Object.values(rejects).reduce((sum, rows) => sum + rows, 0);
}

/** Adds up counts by name, also under names like `__proto__`. */
export function addCounts<Name extends string>(
  a: Readonly<Partial<Record<Name, number>>>,
  b: Readonly<Partial<Record<Name, number>>>,
): Record<Name, number> {
  const sums = new Map(Object.entries(a) as [Name, number][]);
  for (const [name, count] of Object.entries(b) as [Name, number][])
    sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums) as Record<Name, number>;
}
