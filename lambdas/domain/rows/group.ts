// Groups adjacent rows, such as the line items of one order in an export from Shopify.
import type { CsvRecord } from '../csv/records.ts';
import type { Group } from './mapper.ts';

export interface Grouper {
  readonly add: (record: CsvRecord) => void;
  /** Ends the last group. */
  readonly end: () => void;
}

/**
 * Calls `take` with each group of adjacent records that have the same value in `column`. A record with a blank value is a
 * group of its own. A record with a value in `head` starts a group, so that two adjacent orders with the same name stay
 * two. Both are indexes.
 */
export function grouper(
  { column, head }: { readonly column: number; readonly head?: number | undefined },
  take: (group: Group) => void,
): Grouper {
  let group: [CsvRecord, ...CsvRecord[]] | undefined;
  let last = '';
  const end = () => {
    if (group) take(group);
    group = undefined;
  };
  return {
    add: (record) => {
      const value = record.damage === undefined ? (record.cells[column] ?? '') : '';
      const begins = head !== undefined && (record.cells[head] ?? '').trim() !== '';
      if (group && value !== '' && value === last && !begins) group.push(record);
      else {
        end();
        group = [record];
      }
      last = value;
    },
    end,
  };
}
