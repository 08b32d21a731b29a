// Gathers the adjacent rows of one order, which Shopify writes as one row per line item.
import type { CsvRecord } from '../csv/records.ts';
import type { Group } from './mapper.ts';

export interface Grouper {
  readonly add: (record: CsvRecord) => void;
  /** Gives the last group away. */
  readonly end: () => void;
}

/**
 * Gives adjacent records with the same value in `column` to `take`, in order. A blank value groups nothing. A record
 * that fills `head` begins a group: two orders of one name that stand side by side stay two. Both are indexes.
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
