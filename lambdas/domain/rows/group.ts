// Gathers the adjacent rows of one order, which Shopify writes as one row per line item.
import type { CsvRecord } from '../csv/records.ts';

/** Adjacent records with the same value in `column` (an index), in order. A blank value groups nothing. */
export function groupRecords(records: readonly CsvRecord[], column: number): CsvRecord[][] {
  const groups: CsvRecord[][] = [];
  let last: string | undefined;
  for (const record of records) {
    const value = record.damage === undefined ? (record.cells[column] ?? '') : '';
    const group = groups.at(-1);
    if (group && value !== '' && value === last) group.push(record);
    else groups.push([record]);
    last = value;
  }
  return groups;
}
