import { describe, expect, it } from '@jest/globals';
import type { CsvRecord } from '../../../../lambdas/domain/csv/records.ts';
import { grouper } from '../../../../lambdas/domain/rows/group.ts';

/** Groups of `name:head` cells, told by their lines. */
function group(rows: readonly string[], head?: number): readonly (readonly number[])[] {
  const groups: number[][] = [];
  const { add, end } = grouper({ column: 0, head }, (records) =>
    groups.push(records.map(({ line }) => line)),
  );
  rows.forEach((row, index) => {
    const damage = row.startsWith('!') ? { damage: 'broken_quotes' as const } : {};
    const record: CsvRecord = { line: index + 2, cells: row.split(':'), ...damage };
    add(record);
  });
  end();
  return groups;
}

describe('grouper', () => {
  it('gathers neighbors of the same name, in order', () => {
    expect(group(['#1', '#1', '#2', '#3', '#3'])).toEqual([[2, 3], [4], [5, 6]]);
  });

  it('never folds rows together that do not stand side by side', () => {
    expect(group(['#1', '#2', '#1'])).toEqual([[2], [3], [4]]);
  });

  it('groups nothing by a blank name, nor by that of a damaged line', () => {
    expect(group(['', '', '!#1', '!#1', '#1'])).toEqual([[2], [3], [4], [5], [6]]);
  });

  it('begins a group where the head is filled: two orders of one name stay two', () => {
    expect(group(['#1:10.00', '#1:', '#1:10.00', '#1:'], 1)).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  it('gives nothing of nothing', () => {
    expect(group([])).toEqual([]);
  });
});
