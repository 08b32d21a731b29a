import { describe, expect, it } from '@jest/globals';
import type { CsvRecord } from '../../../../lambdas/domain/csv/records.ts';
import type { Part, Plan } from '../../../../lambdas/domain/plan.ts';
import {
  readRejectedLines,
  rejectedIn,
  rejectHeader,
  rejectRow,
  type Why,
} from '../../../../lambdas/domain/report/reject-file.ts';

const HEADER = ['id', 'name'];
const WHY = { code: 'column_count', column: 'name', reason: 'Too many, or too few.' };
const part = (name: string, linesBefore: number): Part => ({
  key: name,
  name,
  dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
  linesBefore,
});
const ONE_FILE = { parts: [part('a.csv', 0)], header: HEADER, delimiter: ',' as const };
const TWO_FILES = { ...ONE_FILE, parts: [part('a.csv', 0), part('ä.csv', 100)] };

describe('rejectHeader', () => {
  it("has the file's columns, then the reason and the hash", () => {
    expect(rejectHeader(HEADER, ';')).toBe(
      'id;name;_reject_line;_reject_code;_reject_column;_reject_reason;_reject_hash\n',
    );
  });

  it('has a column for the file if there are several', () => {
    expect(rejectHeader(HEADER, ',', { files: 2 })).toMatch(/,_reject_reason,_reject_file,_reject_hash\n$/);
  });

  it('has no column twice if the file itself was a reject file', () => {
    const again = ['id', '_reject_line', 'name', '_reject_code', '_reject_file', '_reject_hash'];
    expect(rejectHeader(again, ',')).toBe(rejectHeader(HEADER, ','));
  });
});

/** The lines that Report makes of a record that Validate rejected. */
function linesOf(record: CsvRecord, why: Why, plan: Pick<Plan, 'parts' | 'header' | 'delimiter'> = ONE_FILE) {
  return Buffer.concat(readRejectedLines(rejectRow(record, why, plan), plan).map(({ text }) => text));
}

describe('the line of a rejected row', () => {
  it('has the cells of the row, then the reason', () => {
    expect(linesOf({ line: 7, cells: ['-1', 'a "b"'] }, WHY).toString()).toBe(
      '-1,"a ""b""",7,column_count,name,"Too many, or too few.",\n',
    );
  });

  it('has an apostrophe before formulas, also those in the name of a column', () => {
    const why = { code: 'x', column: '=1+1', reason: 'y' };
    expect(linesOf({ line: 7, cells: ['=1+1', '+49', '@a'] }, why).toString()).toBe(
      "'=1+1,'+49,7,x,'=1+1,y,,'@a\n",
    );
  });

  it.each([
    [['1'], '1,,7,x,,y,\n', 'missing cells are blank'],
    [['1', 'a', 'more', ''], '1,a,7,x,,y,,more,\n', 'cells too many shift nothing'],
  ])('prints %j as %j', (cells, line) => {
    expect(linesOf({ line: 7, cells }, { code: 'x', reason: 'y' }).toString()).toBe(line);
  });

  it('has the mark in the last column, before the cells that are too many', () => {
    const why = { code: 'x', reason: 'y', mark: 'column_count-0123456789ab' };
    expect(linesOf({ line: 7, cells: ['1', 'a', 'more'] }, why).toString()).toBe(
      '1,a,7,x,,y,column_count-0123456789ab,more\n',
    );
  });

  it('has the line and the file if there are several files', () => {
    const row = (line: number, plan = TWO_FILES) =>
      linesOf({ line, cells: ['1', 'a'] }, { code: 'x', reason: 'y' }, plan).toString();
    expect(row(5)).toBe('1,a,5,x,,y,a.csv,\n');
    expect(row(105)).toBe('1,a,5,x,,y,ä.csv,\n');
    expect(row(5, ONE_FILE)).toBe('1,a,5,x,,y,\n');
  });

  it('has the bytes of a row in an unknown encoding, and the added cells in UTF-8', () => {
    const record = { line: 105, cells: ['1', 'Zo\xeb'], damage: 'invalid_encoding' } as const;
    expect(linesOf(record, { code: 'x', reason: 'y' }, TWO_FILES)).toEqual(
      Buffer.concat([Buffer.from('1,Zo\xeb,5,x,,y,', 'latin1'), Buffer.from('ä.csv,\n')]),
    );
  });

  it('is made of the pieces of versions before 2026-12, which have no marks', () => {
    const piece = Buffer.from('1,=a,7,column_count,,y,more\n');
    const [line] = readRejectedLines(piece, ONE_FILE, [{ tag: 'g1', rows: '2' }]);
    expect(line?.text.toString()).toBe("1,'=a,7,column_count,,y,g1,2,,more\n");
  });
});

describe('rejectedIn', () => {
  const piece = Buffer.concat([
    rejectRow({ line: 102, cells: ['1'] }, { code: 'x', reason: 'y' }, TWO_FILES),
    rejectRow({ line: 103, cells: ['2', 'a\nb', 'c'] }, { code: 'x', reason: 'y' }, TWO_FILES),
  ]);
  const isRejected = rejectedIn(piece, TWO_FILES);

  it('finds the rows that were written', () => {
    expect(isRejected({ line: 102, cells: ['1'] })).toBe(true);
    expect(isRejected({ line: 103, cells: ['2', 'a\nb', 'c'] })).toBe(true);
  });

  it('does not find other rows that share a line', () => {
    expect(isRejected({ line: 104, cells: ['1'] })).toBe(false);
    expect(isRejected({ line: 103, cells: ['3', 'd'] })).toBe(false);
  });

  it('counts every damaged row as rejected', () => {
    expect(isRejected({ line: 9, cells: ['x'], damage: 'invalid_encoding' })).toBe(true);
  });
});
