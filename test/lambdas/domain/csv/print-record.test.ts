import { describe, expect, it } from '@jest/globals';
import { isRejectColumn, printRecord, REJECT_COLUMNS } from '../../../../lambdas/domain/csv/print-record.ts';

describe('printRecord', () => {
  it.each([
    ['as it is what needs no quotes', ['1', 'a b', ''], '1,a b,\n'],
    ['quotes around what would part the record', ['a,b', 'c\nd', 'e\rf'], '"a,b","c\nd","e\rf"\n'],
    ['quotes doubled', ['5" pipe'], '"5"" pipe"\n'],
    ['an only empty cell so that it is no blank line', [''], '""\n'],
    ['formulas unchanged, for they are data', ['=1+1', '-5', '@x'], '=1+1,-5,@x\n'],
  ])('prints %s', (_, cells, line) => {
    expect(printRecord(cells, ',')).toBe(line);
  });

  it('quotes by the delimiter of the file', () => {
    expect(printRecord(['a,b', 'c;d'], ';')).toBe('a,b;"c;d"\n');
  });
});

describe('isRejectColumn', () => {
  it('knows the columns that a reject file adds, and no others', () => {
    expect(REJECT_COLUMNS.every(isRejectColumn)).toBe(true);
    expect(isRejectColumn('line')).toBe(false);
  });
});
