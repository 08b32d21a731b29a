// How the values of key and identifier columns are written. A program that reads them as numbers turns `00201` into `201`,
// or `1000` into `1000.0`: then each row looks like another event or person.
import * as z from 'zod';
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Reading } from '../rows/reading-of.ts';
import { CELL_TYPES, type CellMark } from './cell-mark.ts';
import type { ChunkProfile } from './chunk-profile.ts';

const rows = z.number().int().nonnegative();

export const KeyFormSchema = z.object({
  column: z.string(),
  /** Rows that have a value. */
  values: rows,
  /** Of them, digits with a leading zero. */
  zeros: rows,
  /** Of them, digits with a fraction. */
  fractions: rows,
});
export type KeyForm = Readonly<z.infer<typeof KeyFormSchema>>;

/** What a cell with a value is. */
const VALUES: readonly CellMark[] = CELL_TYPES.filter((type) => type !== 'blank' && type !== 'no_value');

/** @param names the columns, in the order of the profile. Columns that are read as numbers have no form. */
export function keyFormsOf(
  { keys, identifier }: Reading,
  feed: Feed,
  names: readonly string[],
  { columns }: Pick<ChunkProfile, 'columns'>,
): KeyForm[] {
  return [...new Set([...keys.flat(), ...identifier])].flatMap((column) => {
    const marks = columns[names.indexOf(column)];
    if (!marks || isNumber(feed, column)) return [];
    const rowsOf = (mark: CellMark) => marks[mark]?.[0] ?? 0;
    const values = VALUES.reduce((sum, mark) => sum + rowsOf(mark), 0);
    return [{ column, values, zeros: rowsOf('leading_zero'), fractions: rowsOf('decimal') }];
  });
}

function isNumber(feed: Feed, column: string): boolean {
  const type = 'columns' in feed ? feed.columns[column]?.type : undefined;
  return type === 'number' || type === 'integer';
}
