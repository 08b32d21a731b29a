// The part of a file's profile that the report shows: the types of each column's cells, and the identifiers of rows.
import type { ColumnProfile, Report } from '../../contracts/report.ts';
import { CELL_TYPES } from './cell-mark.ts';
import { type ChunkProfile, IDENTIFIER_USES } from './chunk-profile.ts';

/** The columns of the profile, in the order of the header. */
export function columnProfiles(
  header: readonly string[],
  { columns, longestBytes }: Pick<ChunkProfile, 'columns' | 'longestBytes'>,
): ColumnProfile[] {
  return columns.map((marks, index) => {
    const types = CELL_TYPES.filter((type) => type !== 'blank' && type !== 'no_value')
      .map((type) => ({ type, rows: marks[type]?.[0] ?? 0 }))
      .filter(({ rows }) => rows > 0)
      .sort((a, b) => b.rows - a.rows);
    const filled = types.reduce((sum, { rows }) => sum + rows, 0);
    return { name: header[index] ?? '', filled, types, longestBytes: longestBytes[index] ?? 0 };
  });
}

/** Rows by the identifiers that they have, the most frequent first. */
export function identifierUses({ identifiers }: Pick<ChunkProfile, 'identifiers'>): Report['identifiers'] {
  return IDENTIFIER_USES.map((use) => ({ use, rows: identifiers[use]?.[0] ?? 0 }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
}
