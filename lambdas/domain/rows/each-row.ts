// The rows of a chunk, as every step that reads the file must count them: without blank rows, and with the cells of a
// rejects.csv as they were before it was written.
import { type CsvRecord, eachRecord, isBlank, type ReadOptions } from '../csv/records.ts';
import { openReturned } from './returned-row.ts';

export interface TakeRows {
  /** @param written the record as it is in the file. */
  readonly take: (row: CsvRecord, written: CsvRecord) => void;
  /** Gets the line of each blank row. */
  readonly skip?: (line: number) => void;
}

/** @returns the number of rows. @throws RefusedError `unclear_quotes` */
export function eachRow(
  bytes: Buffer,
  header: readonly string[],
  options: Omit<ReadOptions, 'columns'>,
  { take, skip }: TakeRows,
): number {
  const restore = openReturned(header);
  let rows = 0;
  eachRecord(bytes, { ...options, columns: header.length }, (record) => {
    if (isBlank(record, header)) {
      skip?.(record.line);
      return;
    }
    rows++;
    take(restore ? restore(record) : record, record);
  });
  return rows;
}

/** All rows that `eachRow` takes. */
export function readRows(
  bytes: Buffer,
  header: readonly string[],
  options: Omit<ReadOptions, 'columns'>,
): CsvRecord[] {
  const rows: CsvRecord[] = [];
  eachRow(bytes, header, options, { take: (row) => rows.push(row) });
  return rows;
}
