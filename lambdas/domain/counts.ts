// Adds up counts: by name, and rows kept back by outcome and reason.
import type { KeptBack } from '../contracts/report.ts';

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

const SHOWN_LINES = 10;

/** Adds rows up by outcome and reason; order does not matter. */
export function addKeptBack(all: readonly KeptBack[]): KeptBack[] {
  const groups: Readonly<Record<string, readonly KeptBack[] | undefined>> = Object.groupBy(
    all,
    ({ outcome, reason }) => `${outcome} ${reason}`,
  );
  return Object.keys(groups)
    .sort()
    .flatMap((name) => sum(groups[name] ?? []) ?? []);
}

/** Rows that ended so, for whatever reason. */
export function rowsKeptBack(all: readonly KeptBack[], outcome: KeptBack['outcome']): number {
  return all.filter((some) => some.outcome === outcome).reduce((rows, some) => rows + some.rows, 0);
}

function sum(same: readonly KeptBack[]): KeptBack | undefined {
  const [first] = same;
  if (!first) return undefined;
  const lines = [...new Set(same.flatMap((part) => part.lines))].sort((a, b) => a - b).slice(0, SHOWN_LINES);
  return { ...first, rows: same.reduce((rows, part) => rows + part.rows, 0), lines };
}
