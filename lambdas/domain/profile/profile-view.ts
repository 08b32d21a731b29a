// What of a file's profile the report shows people: how full each column is and of what, and whom the rows name.
import type { ColumnProfile, Report } from '../../contracts/report.ts';
import { CELL_TYPES } from './cell-mark.ts';
import { type ChunkProfile, IDENTIFIER_USES } from './chunk-profile.ts';

/** As many columns as the profile holds, in the header's order. */
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

/** The most frequent first. */
export function identifierUses({ identifiers }: Pick<ChunkProfile, 'identifiers'>): Report['identifiers'] {
  return IDENTIFIER_USES.map((use) => ({ use, rows: identifiers[use]?.[0] ?? 0 }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
}
