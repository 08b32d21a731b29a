// The lines of rejects.csv: the row as it came, then why it came back. Mended and dropped again, it just works.

import { parse } from 'csv-parse/sync';
import { isRejectColumn, printRecord, REJECT_COLUMNS } from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';

/** The header of a reject file for a file with this one. */
export function rejectHeader(header: readonly string[], delimiter: string): string {
  return printRecord([...ownColumns(header, header), ...REJECT_COLUMNS], delimiter);
}

/** A rejected record; cells beyond the header's last column go behind the reason, where they shift nothing. */
export function rejectLine(
  { line, cells }: Pick<CsvRecord, 'line' | 'cells'>,
  header: readonly string[],
  why: { readonly code: string; readonly column?: string | undefined; readonly reason: string },
  delimiter: string,
): string {
  const own = ownColumns(
    header,
    header.map((_, index) => cells[index] ?? ''),
  );
  const extra = cells.slice(header.length);
  return printRecord([...own, String(line), why.code, why.column ?? '', why.reason, ...extra], delimiter);
}

/** The line numbers in a piece of a reject file that `rejectLine` wrote. */
export function rejectedLineNumbers(
  piece: Buffer,
  header: readonly string[],
  delimiter: string,
): Set<number> {
  const records = parse(piece, { delimiter, relax_column_count: true }) as string[][];
  const own = ownColumns(header, header).length;
  return new Set(records.map((cells) => Number(cells[own])));
}

function ownColumns(header: readonly string[], cells: readonly string[]): string[] {
  return cells.filter((_, index) => !isRejectColumn(header[index] ?? ''));
}
