// The counts of a chunk or a file: Validate counts, Review adds up. Numbers, codes and event names, no personal data.
import * as z from 'zod';
import {
  type KeptBack,
  KeptBackSchema,
  type RejectExample,
  RejectExampleSchema,
} from '../../contracts/report.ts';
import { addCounts, addKeptBack, rowsKeptBack } from '../counts.ts';
import { type PlacedPart, placeOf } from '../plan.ts';
import { REJECTS, type RejectCode } from '../reject.ts';
import type { MappedRow, SetAside } from '../rows/mapper.ts';
import { addLine, addMark, MarkSchema, NO_ROWS, type OpenMark } from './mark.ts';

const count = z.number().int();
const rejectCode = z.enum(Object.keys(REJECTS) as RejectCode[]);

/** Counts of a chunk, or of all chunks. They count rows, except for `operations` and `bytes`. */
export const StatisticsSchema = z.object({
  rows: count,
  /** Groups of rows, such as orders. Absent if the feed does not group rows, or a version that did not count wrote it. */
  groups: count.optional(),
  /** Rows of only delimiters. They are skipped, and `rows` does not count them. */
  blank: MarkSchema.optional(),
  operations: count,
  /** Bytes of all items. */
  bytes: count,
  /** Rows that a policy of the feed keeps back. */
  keptBack: z.array(KeptBackSchema).readonly(),
  rejects: z.partialRecord(rejectCode, count),
  /** The first rejected rows of each code. Lines are numbered through all files of the import. */
  rejectExamples: z.partialRecord(rejectCode, z.array(RejectExampleSchema).readonly()),
  /** Rows with this fault that count under another one, their first. Absent if there are none. */
  furtherFaults: z.partialRecord(rejectCode, count).optional(),
  /** The first of these rows, as in `rejectExamples`. */
  furtherExamples: z.partialRecord(rejectCode, z.array(RejectExampleSchema).readonly()).optional(),
  /** By event name. */
  events: z.record(z.string(), count),
});
export type Statistics = Readonly<z.infer<typeof StatisticsSchema>>;
export type RejectExamples = Readonly<Statistics['rejectExamples']>;

export const NO_STATISTICS: Statistics = {
  rows: 0,
  groups: 0,
  operations: 0,
  bytes: 0,
  keptBack: [],
  rejects: {},
  rejectExamples: {},
  events: {},
};

/** Counts the rows of one chunk while they are mapped. */
export function countRows({ groupsRows = false } = {}) {
  const rejects = countFaults();
  const further = countFaults();
  const events = new Map<string, number>();
  let keptBack: KeptBack[] = [];
  let groups = 0;
  const blank: OpenMark = [0];
  let operations = 0;
  let bytes = 0;
  return {
    /** Call it in the order of lines. @param others further faults of the same rows. */
    rejected(code: RejectCode, count: number, example: RejectExample, others: Faults = []): void {
      // These rows belong to a group whose first row is elsewhere.
      if (code !== 'orphan_continuation') groups++;
      rejects.add({ code, example }, count);
      for (const fault of furtherOf(code, others)) further.add(fault, count);
    },
    /** Call it in the order of lines. */
    blank(line: number): void {
      addLine(blank, line);
    },
    setAside({ setAside: outcome, reason }: SetAside, line: number, count: number): void {
      groups++;
      keptBack = addKeptBack([...keptBack, { outcome, reason, rows: count, lines: [line] }]);
    },
    mapped(mapped: MappedRow, count: number): void {
      groups++;
      for (const { item } of mapped.operations) bytes += Buffer.byteLength(item);
      for (const { name } of mapped.events) events.set(name, (events.get(name) ?? 0) + count);
      operations += mapped.operations.length;
    },
    /** @param rows all rows that were read. */
    statistics(rows: number): Statistics {
      return {
        rows,
        ...(groupsRows ? { groups } : {}),
        ...(blank[0] > 0 ? { blank } : {}),
        operations,
        bytes,
        keptBack,
        rejects: rejects.rows(),
        rejectExamples: rejects.examples(),
        ...furtherCounts(further),
        events: Object.fromEntries(events),
      };
    },
  };
}

/** A fault, and the row that shows it. */
export interface CountedFault {
  readonly code: RejectCode;
  readonly example: RejectExample;
}

function furtherCounts(further: ReturnType<typeof countFaults>) {
  if (further.isEmpty()) return {};
  return { furtherFaults: further.rows(), furtherExamples: further.examples() };
}

type Faults = readonly CountedFault[];

/** The first of each code that the rows do not count under. */
function furtherOf(code: RejectCode, others: Faults): Faults {
  return others.filter(
    (fault, at) => fault.code !== code && others.findIndex((other) => other.code === fault.code) === at,
  );
}

function countFaults() {
  const rows = new Map<RejectCode, number>();
  const examples = new Map<RejectCode, RejectExample[]>();
  return {
    add({ code, example }: CountedFault, count: number): void {
      rows.set(code, (rows.get(code) ?? 0) + count);
      const kept = examples.get(code) ?? [];
      if (kept.length < EXAMPLES_KEPT) examples.set(code, [...kept, example]);
    },
    isEmpty: () => rows.size === 0,
    rows: () => Object.fromEntries(rows),
    examples: () => Object.fromEntries(examples),
  };
}

/** Adds up two counts. Associative and commutative. */
export function addStatistics(a: Statistics, b: Statistics): Statistics {
  return {
    rows: a.rows + b.rows,
    ...(a.groups === undefined || b.groups === undefined ? {} : { groups: a.groups + b.groups }),
    ...(a.blank || b.blank ? { blank: addMark(a.blank ?? NO_ROWS, b.blank ?? NO_ROWS) } : {}),
    operations: a.operations + b.operations,
    bytes: a.bytes + b.bytes,
    keptBack: addKeptBack([...a.keptBack, ...b.keptBack]),
    rejects: addCounts(a.rejects, b.rejects),
    rejectExamples: addExamples(a.rejectExamples, b.rejectExamples),
    ...addFurther(a, b),
    events: addCounts(a.events, b.events),
  };
}

function addFurther(a: Statistics, b: Statistics): Pick<Statistics, 'furtherFaults' | 'furtherExamples'> {
  if (!a.furtherFaults && !b.furtherFaults) return {};
  return {
    furtherFaults: addCounts(a.furtherFaults ?? {}, b.furtherFaults ?? {}),
    furtherExamples: addExamples(a.furtherExamples ?? {}, b.furtherExamples ?? {}),
  };
}

/** Rejected rows of all codes. */
export function rejectedRows({ rejects }: Pick<Statistics, 'rejects'>): number {
  return Object.values(rejects).reduce((sum, rows) => sum + rows, 0);
}

/** The rows that `where` of the feed keeps: shares of rejected or repeated rows are shares of these. */
export function rowsWanted({ rows, keptBack }: Pick<Statistics, 'rows' | 'keptBack'>): number {
  return rows - rowsKeptBack(keptBack, 'filtered');
}

/** Rejected rows of each code that the report shows. */
export const EXAMPLES_KEPT = 5;

/** Keeps the first of both by line. Associative and commutative. */
export function addExamples(a: RejectExamples, b: RejectExamples): RejectExamples {
  const codes = new Set([...Object.keys(a), ...Object.keys(b)] as RejectCode[]);
  const first = (code: RejectCode) =>
    [...(a[code] ?? []), ...(b[code] ?? [])].sort((x, y) => x.line - y.line).slice(0, EXAMPLES_KEPT);
  return Object.fromEntries([...codes].map((code) => [code, first(code)]));
}

/** Replaces the lines, which are numbered through all files, by file and line, if the import has several files. */
export function placeExamples(
  examples: readonly RejectExample[],
  plan: { readonly parts: readonly PlacedPart[] },
): RejectExample[] {
  if (plan.parts.length < 2) return [...examples];
  return examples.map((example) => ({ ...example, ...placeOf(plan, example.line) }));
}

/** `placeExamples` for all codes. */
export function placeAll(
  examples: RejectExamples,
  plan: { readonly parts: readonly PlacedPart[] },
): RejectExamples {
  return Object.fromEntries(
    Object.entries(examples).map(([code, some]) => [code, placeExamples(some, plan)]),
  );
}
