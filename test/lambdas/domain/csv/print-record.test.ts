import { describe, expect, it } from '@jest/globals';
import { isRejectColumn, printRecord, REJECT_COLUMNS } from '../../../../lambdas/domain/csv/print-record.ts';

describe('printRecord', () => {
  it.each([
    ['cells without quotes, if they need none', ['1', 'a b', ''], '1,a b,\n'],
    ['quotes around delimiters and line ends', ['a,b', 'c\nd', 'e\rf'], '"a,b","c\nd","e\rf"\n'],
    ['quotes doubled', ['5" pipe'], '"5"" pipe"\n'],
    ['a single empty cell with quotes, so that it is not a blank line', [''], '""\n'],
    ['formulas unchanged, because they are data', ['=1+1', '-5', '@x'], '=1+1,-5,@x\n'],
  ])('prints %s', (_, cells, line) => {
    expect(printRecord(cells, ',')).toBe(line);
  });

  it('quotes cells with the delimiter of the file', () => {
    expect(printRecord(['a,b', 'c;d'], ';')).toBe('a,b;"c;d"\n');
  });
});

describe('isRejectColumn', () => {
  it('knows only the columns that rejects.csv adds', () => {
    expect(REJECT_COLUMNS.every(isRejectColumn)).toBe(true);
    expect(isRejectColumn('line')).toBe(false);
  });
});
