// Gathers the adjacent rows of one order, which Shopify writes as one row per line item.
import type { CsvRecord } from '../csv/records.ts';

/**
 * Adjacent records with the same value in `column`, in order. A blank value groups nothing. A record that fills `head`
 * begins a group: two orders of one name that stand side by side stay two. Both are indexes.
 */
export function groupRecords(
  records: readonly CsvRecord[],
  { column, head }: { readonly column: number; readonly head?: number | undefined },
): CsvRecord[][] {
  const groups: CsvRecord[][] = [];
  let last: string | undefined;
  for (const record of records) {
    const value = record.damage === undefined ? (record.cells[column] ?? '') : '';
    const begins = head !== undefined && (record.cells[head] ?? '').trim() !== '';
    const group = groups.at(-1);
    if (group && value !== '' && value === last && !begins) group.push(record);
    else groups.push([record]);
    last = value;
  }
  return groups;
}
