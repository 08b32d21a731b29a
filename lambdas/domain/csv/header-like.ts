// Whether the first row of a file without a header looks like one. The feed states other columns, so it is read as a row.
import type { Dialect } from './dialect.ts';
import { isBlank, readRecords } from './records.ts';

/** Names of columns have letters, and no digits or marks alone: `user_id`, `Plan`. */
export const NAME = /^\p{L}[\p{L}\p{M}\d _.-]*$/u;

/** Values such as ids, addresses, numbers and dates have these; names of columns seldom do. */
const VALUE = /[\d@]/;

const SAMPLE_BYTES = 16 * 1024;
const SAMPLE_ROWS = 50;

/**
 * All cells of the first row are names, and a column has a name there and values in all rows after it.
 * @param rest the text after the first row, from its start. Its last row can be cut.
 */
export function isHeaderLike(first: readonly string[], rest: Buffer, dialect: Dialect): boolean {
  if (new Set(first).size < first.length || !first.every((cell) => NAME.test(cell))) return false;
  const isCut = rest.length > SAMPLE_BYTES;
  const records = readRecords(rest.subarray(0, SAMPLE_BYTES), {
    dialect,
    firstLine: 1,
    columns: first.length,
  });
  const rows = (isCut ? records.slice(0, -1) : records)
    .filter((record) => record.damage === undefined && !isBlank(record, first))
    .slice(0, SAMPLE_ROWS);
  return first.some((name, column) => {
    const cells = rows.map(({ cells }) => cells[column]?.trim() ?? '').filter((cell) => cell !== '');
    return !VALUE.test(name) && cells.length > 0 && cells.every((cell) => VALUE.test(cell));
  });
}
