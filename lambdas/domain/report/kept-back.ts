// Adds up the rows that are sound and were not sent. There are as many reasons as the feed has policies, so that a
// tally stays small however large the file is.
import type { KeptBack } from '../../contracts/report.ts';

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
