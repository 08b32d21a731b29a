// Adds up counts by name, and rows that were kept back by outcome and reason.
import type { Differing, KeptBack } from '../contracts/report.ts';

/** Line numbers in the report for each outcome and reason. */
const SHOWN_LINES = 10;

/** Adds up counts by name. Names like `__proto__` are allowed. */
export function addCounts<Name extends string>(
  a: Readonly<Partial<Record<Name, number>>>,
  b: Readonly<Partial<Record<Name, number>>>,
): Record<Name, number> {
  const sums = new Map(Object.entries(a) as [Name, number][]);
  for (const [name, count] of Object.entries(b) as [Name, number][])
    sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums) as Record<Name, number>;
}

/** Adds up rows by outcome and reason. The order does not matter. */
export function addKeptBack(all: readonly KeptBack[]): KeptBack[] {
  return addByName(all, ({ outcome, reason }) => `${outcome} ${reason}`, sum);
}

/** Adds up events by how they differ. The order does not matter. */
export function addDiffering(all: readonly Differing[]): Differing[] {
  return addByName(
    all,
    ({ how }) => how,
    (same) => {
      const added = sum(same);
      const further = same.reduce((sum, part) => sum + (part.further ?? 0), 0);
      const events = same.reduce((sum, part) => sum + part.events, 0);
      return added && { ...added, events, ...(further > 0 ? { further } : {}) };
    },
  );
}

function addByName<Counted>(
  all: readonly Counted[],
  nameOf: (counted: Counted) => string,
  add: (same: readonly Counted[]) => Counted | undefined,
): Counted[] {
  const groups: Readonly<Record<string, readonly Counted[] | undefined>> = Object.groupBy(all, nameOf);
  return Object.keys(groups)
    .sort()
    .flatMap((name) => add(groups[name] ?? []) ?? []);
}

/** The number of rows with an outcome, for all reasons. */
export function rowsKeptBack(all: readonly KeptBack[], outcome: KeptBack['outcome']): number {
  return all.filter((some) => some.outcome === outcome).reduce((rows, some) => rows + some.rows, 0);
}

function sum<Counted extends Pick<KeptBack, 'rows' | 'lines'>>(
  same: readonly Counted[],
): Counted | undefined {
  const [first] = same;
  if (!first) return undefined;
  const lines = [...new Set(same.flatMap((part) => part.lines))].sort((a, b) => a - b).slice(0, SHOWN_LINES);
  return { ...first, rows: same.reduce((rows, part) => rows + part.rows, 0), lines };
}
