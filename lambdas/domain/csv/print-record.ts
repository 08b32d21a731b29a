// Prints CSV records (RFC 4180) for rejects.csv and held.csv.

/** The columns that rejects.csv adds. They are ignored if the file is dropped again. */
export const REJECT_COLUMNS = ['_reject_line', '_reject_code', '_reject_column', '_reject_reason'] as const;

/** A further column, if the import has several files. */
export const REJECT_FILE_COLUMN = '_reject_file';

/** Further columns, if the feed groups rows: what identifies the group of the row, and the number of its rows. */
export const REJECT_GROUP_COLUMNS = ['_reject_group', '_reject_group_rows'] as const;

/** The last column: a hash of the row, if its structure was at fault. */
export const REJECT_HASH_COLUMN = '_reject_hash';

const RESERVED: ReadonlySet<string> = new Set([
  ...REJECT_COLUMNS,
  REJECT_FILE_COLUMN,
  ...REJECT_GROUP_COLUMNS,
  REJECT_HASH_COLUMN,
]);

export function isRejectColumn(column: string): boolean {
  return RESERVED.has(column);
}

/** One line with its newline. Cells are written unchanged: held.csv is dropped as it is, and rejects.csv changes formulas before. */
export function printRecord(cells: readonly string[], delimiter: string): string {
  // Without quotes, a single empty cell would be a blank line.
  if (cells.length === 1 && cells[0] === '') return '""\n';
  return `${cells.map((cell) => printCell(cell, delimiter)).join(delimiter)}\n`;
}

function printCell(cell: string, delimiter: string): string {
  const plain =
    !cell.includes('"') && !cell.includes(delimiter) && !cell.includes('\n') && !cell.includes('\r');
  return plain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
