import { describe, expect, it } from '@jest/globals';
import type { CsvRecord } from '../../../../lambdas/domain/csv/records.ts';
import { grouper } from '../../../../lambdas/domain/rows/group.ts';

/** Groups of `name:head` cells, as line numbers. */
function group(rows: readonly string[], head?: number): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const reader = {
    nameOf: ({ cells, damage }: CsvRecord) => (damage === undefined ? (cells[0] ?? '') : ''),
    isHead: ({ cells }: CsvRecord) => head !== undefined && (cells[head] ?? '') !== '',
  };
  const { add, end } = grouper(reader, (records) => groups.push(records.map(({ line }) => line)));
  rows.forEach((row, index) => {
    const damage = row.startsWith('!') ? { damage: 'broken_quotes' as const } : {};
    const record: CsvRecord = { line: index + 2, cells: row.split(':'), ...damage };
    add(record);
  });
  end();
  return groups;
}

describe('grouper', () => {
  it('groups adjacent rows with the same name, in order', () => {
    expect(group(['#1', '#1', '#2', '#3', '#3'])).toEqual([[2, 3], [4], [5, 6]]);
  });

  it('does not group rows that are not adjacent', () => {
    expect(group(['#1', '#2', '#1'])).toEqual([[2], [3], [4]]);
  });

  it('does not group rows with a blank name, or damaged lines', () => {
    expect(group(['', '', '!#1', '!#1', '#1'])).toEqual([[2], [3], [4], [5], [6]]);
  });

  it('starts a group at a row with a head: two orders with one name stay two', () => {
    expect(group(['#1:10.00', '#1:', '#1:10.00', '#1:'], 1)).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  it('returns nothing for no rows', () => {
    expect(group([])).toEqual([]);
  });
});
