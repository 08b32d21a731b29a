// What Validate counts per chunk and Review adds up: numbers, codes and names of events, never a person's data.
import type { KeptBack, RejectExample } from '../../contracts/report.ts';
import { addCounts, addKeptBack } from '../counts.ts';
import { type Plan, placeOf } from '../plan.ts';
import type { RejectCode } from '../reject.ts';
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

export type RejectExamples = Readonly<Partial<Record<RejectCode, readonly RejectExample[]>>>;

export const EXAMPLES_KEPT = 5;

/** Of both, the first by line; order does not matter. */
export function addExamples(a: RejectExamples, b: RejectExamples): RejectExamples {
  const codes = new Set([...Object.keys(a), ...Object.keys(b)] as RejectCode[]);
  const first = (code: RejectCode) =>
    [...(a[code] ?? []), ...(b[code] ?? [])].sort((x, y) => x.line - y.line).slice(0, EXAMPLES_KEPT);
  return Object.fromEntries([...codes].map((code) => [code, first(code)]));
}

/** Lines count through all files of an import; people are told file and line where it has several. */
export function placeExamples(
  examples: readonly RejectExample[],
  plan: Pick<Plan, 'parts'>,
): RejectExample[] {
  if (plan.parts.length === 1) return [...examples];
  return examples.map((example) => ({ ...example, ...placeOf(plan, example.line) }));
}

/** The same of all codes. */
export function placeAll(examples: RejectExamples, plan: Pick<Plan, 'parts'>): RejectExamples {
  return Object.fromEntries(
    Object.entries(examples).map(([code, some]) => [code, placeExamples(some, plan)]),
  );
}

/** Longer ones are cut. */
const SHOWN_CHARACTERS = 24;

/** Letters as `A` and `a`, digits as `9`, all other characters but common punctuation as `·`. */
export function shapeOf(cell: string): string {
  const shown = [...cell.slice(0, SHOWN_CHARACTERS + 1)].map(mask);
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS).join('')}…` : shown.join('');
}

function mask(character: string): string {
  if (/\p{Nd}/u.test(character)) return '9';
  if (/\p{Lu}/u.test(character)) return 'A';
  if (/[\p{L}\p{M}]/u.test(character)) return 'a';
  return /[ -~]/.test(character) ? character : '·';
}
