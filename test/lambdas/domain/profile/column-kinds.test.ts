import { describe, expect, it } from '@jest/globals';
import { type ColumnKind, seenColumns } from '../../../../lambdas/domain/profile/column-kinds.ts';
import { profileOf, times } from '../findings/a-file.ts';

function kindOf(cells: readonly string[]): ColumnKind | undefined {
  const profile = profileOf({ header: ['value'], rows: cells.map((cell) => [cell]) });
  return seenColumns(['value'], profile)[0]?.kind;
}

describe('seenColumns', () => {
  it.each<[ColumnKind, string, readonly string[]]>([
    ['number', 'digits', times(20, String)],
    ['number', 'amounts in several notations', times(20, (n) => (n % 2 ? '$1,234.50' : '7.5'))],
    ['number', 'digits with and without leading zeros', times(20, (n) => (n % 2 ? '01234' : '91234'))],
    ['date', 'days and times', times(20, (n) => (n % 2 ? '2025-11-03' : '2025-11-03T14:05:09Z'))],
    ['boolean', 'yes and no', times(20, (n) => (n % 2 ? 'yes' : 'no'))],
    ['json', 'lists and objects', times(20, () => '{"a":1}')],
    ['text', 'anything else', times(20, () => 'gold')],
    ['number', 'digits, except in one cell of ten', [...times(18, String), 'gold', 'tin']],
    ['number', 'digits among blanks', [...times(20, String), ...times(80, () => '')]],
    ['unknown', 'digits, except in more than one cell of ten', [...times(17, String), 'gold', 'tin', 'iron']],
    ['unknown', 'too few cells', times(19, String)],
    ['unknown', 'blanks', times(100, () => '')],
    ['unknown', 'no rows', []],
  ])('gives a column the kind %s: %s', (kind, _, cells) => {
    expect(kindOf(cells)).toBe(kind);
  });

  it('lists every column of the header, also those without a profile', () => {
    const profile = profileOf({ header: ['a'], rows: times(20, String).map((cell) => [cell]) });
    expect(seenColumns(['a', 'b'], profile)).toEqual([
      { name: 'a', kind: 'number' },
      { name: 'b', kind: 'unknown' },
    ]);
  });
});
