// Which rows the feed keeps, by conditions on their cells.
import type { ColumnRules } from '../../contracts/feed/column.ts';
import type { Condition, Where } from '../../contracts/feed/where.ts';
import { compileCoerce } from './coerce.ts';
import { comparedText } from './compared-text.ts';

/** @returns the first column whose condition the row does not meet; undefined if the row is kept. */
export type FindUnmet = (cells: readonly string[]) => string | undefined;

/** @param columns of the feed: in a column of type `list`, each entry is compared. */
export function compileWhere(
  where: Where = {},
  columns: ColumnRules,
  header: readonly string[],
): FindUnmet | undefined {
  const conditions = Object.entries(where).map(([column, condition]) => {
    const rule = Object.hasOwn(columns, column) ? columns[column] : undefined;
    const entriesOf = rule?.type === 'list' ? compileEntries(rule) : oneText;
    return { column, index: header.indexOf(column), meets: compileCondition(condition, entriesOf) };
  });
  if (conditions.length === 0) return undefined;
  return (cells) => conditions.find(({ index, meets }) => !meets(cells[index] ?? ''))?.column;
}

type EntriesOf = (cell: string) => readonly string[] | undefined;

function compileCondition({ is, not, empty }: Condition, entriesOf: EntriesOf): (cell: string) => boolean {
  const [allowed, refused] = [is, not].map((texts) => texts && new Set([texts].flat().map(comparedText)));
  return (cell) => {
    const isEmpty = cell.trim() === '';
    if (empty !== undefined && isEmpty !== empty) return false;
    const entries = isEmpty ? [] : entriesOf(cell);
    // A list that cannot be read is a reject, and not left out.
    if (!entries) return true;
    const isIn = (texts: ReadonlySet<string>) => entries.some((entry) => texts.has(comparedText(entry)));
    return (!allowed || isIn(allowed)) && !(refused && isIn(refused));
  };
}

function oneText(cell: string): readonly string[] {
  return [cell];
}

function compileEntries(rule: Parameters<typeof compileCoerce>[0]): EntriesOf {
  const read = compileCoerce(rule, undefined);
  return (cell) => {
    const list = read(cell);
    return 'value' in list && Array.isArray(list.value) ? list.value.map(String) : undefined;
  };
}
