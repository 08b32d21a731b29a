// Finds the columns of earlier imports in this file, also if names of the one or the other are masked.
import type { PastImport } from '../imports/past-import.ts';
import type { ColumnHash } from '../operations/keys.ts';
import { type Plan, showColumn } from '../plan.ts';
import type { SeenColumn } from '../profile/column-kinds.ts';

type Names = Pick<Plan, 'header' | 'shown'>;

/** Whether a comparison needs the hashes of names. */
export function needsHashes({ shown }: Names, history: readonly PastImport[]): boolean {
  return shown !== undefined || history.some(({ columns }) => columns.some(({ hash }) => hash !== undefined));
}

/** The columns to store, with a hash of each name that is masked. @param columns in the order of the header. */
export function withHashes(
  columns: readonly SeenColumn[],
  { header }: Names,
  hash: ColumnHash,
): SeenColumn[] {
  return columns.map((column, index) => {
    // Columns that the transform of the feed adds are after those of the file, and are never masked.
    const name = header[index] ?? column.name;
    return name === column.name ? column : { ...column, hash: hash(name) };
  });
}

/** Earlier imports, with the names by which this file shows the same columns. */
export function underNamesOf(plan: Names, history: readonly PastImport[], hash: ColumnHash): PastImport[] {
  const byHash = new Map(plan.header.map((name) => [hash(name), name]));
  const rename = ({ name, kind, hash: id }: SeenColumn): SeenColumn => {
    const found = id === undefined ? name : byHash.get(id);
    // Another column of this file can have the same shape and place.
    return { name: found === undefined ? ofLastImport(name) : showColumn(plan, found), kind };
  };
  return history.map((past) => ({ ...past, columns: past.columns.map(rename) }));
}

/** `aaaa (column 3)` → `aaaa (column 3 of the last import)` */
function ofLastImport(masked: string): string {
  return `${masked.replace(/\)$/, '')} of the last import)`;
}
