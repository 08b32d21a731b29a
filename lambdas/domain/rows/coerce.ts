// Turns a cell into a value of the type that its feed states. A cell without a stated type stays the text it is.
import type { ColumnType } from '../../contracts/feed.ts';
import type { RejectCode } from './reject.ts';
import { readTime } from './timestamp.ts';

export type Value = string | number | boolean;
export type Coerced = { readonly value: Value } | { readonly reject: RejectCode };

const TRUE = new Set(['true', 't', 'yes', 'y', '1']);
const FALSE = new Set(['false', 'f', 'no', 'n', '0']);
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const INTEGER = /^[+-]?\d+$/;

/** @param nowSeconds the import's time, against which times are checked. */
export function coerce(cell: string, type: ColumnType, nowSeconds: number): Coerced {
  switch (type) {
    case 'string':
      return { value: cell };
    case 'number':
      return NUMBER.test(cell.trim()) ? { value: Number(cell) } : { reject: 'not_a_number' };
    case 'integer': {
      const number = Number(cell);
      const exact = INTEGER.test(cell.trim()) && Number.isSafeInteger(number);
      return exact ? { value: number } : { reject: 'not_an_integer' };
    }
    case 'boolean': {
      const word = cell.trim().toLowerCase();
      if (TRUE.has(word)) return { value: true };
      return FALSE.has(word) ? { value: false } : { reject: 'not_a_boolean' };
    }
    case 'datetime': {
      const read = readTime(cell, nowSeconds);
      return 'reject' in read ? read : { value: read.seconds };
    }
  }
}
