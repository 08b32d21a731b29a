import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sniffHead } from '../../../../lambdas/domain/csv/dialect.ts';
import { readRecords } from '../../../../lambdas/domain/csv/records.ts';
import {
  rejectedLineNumbers,
  rejectHeader,
  rejectLine,
} from '../../../../lambdas/domain/report/reject-file.ts';
import { csvFile } from '../../../builders/csv-file.ts';

const WHY = { code: 'invalid_email', column: 'email', reason: 'No @.' };
const HEADER = ['id', 'email'];

describe('rejectHeader', () => {
  it('adds why to the columns of the file', () => {
    expect(rejectHeader(HEADER, ';')).toBe(
      'id;email;_reject_line;_reject_code;_reject_column;_reject_reason\n',
    );
  });

  it('adds it once, where a reject file is dropped again', () => {
    const again = ['id', '_reject_line', '_reject_code', '_reject_column', '_reject_reason', 'email'];
    expect(rejectHeader(again, ',')).toBe(rejectHeader(HEADER, ','));
  });
});

describe('rejectLine', () => {
  const lineOf = (cells: readonly string[], header: readonly string[] = HEADER) =>
    rejectLine({ line: 7, cells }, header, WHY, ',');

  it('gives the row as it came, and why', () => {
    expect(lineOf(['1', ' a"b '])).toBe('1," a""b ",7,invalid_email,email,No @.\n');
  });

  it('leaves the column blank where the whole row is at fault', () => {
    const why = { code: 'column_count', reason: 'Too few.' };
    expect(rejectLine({ line: 7, cells: ['1', 'x'] }, HEADER, why, ',')).toBe(
      '1,x,7,column_count,,Too few.\n',
    );
  });

  it('fills up a row that is too short, so that the reason stands in its column', () => {
    expect(lineOf(['1'])).toBe('1,,7,invalid_email,email,No @.\n');
  });

  it('puts cells that are too many behind the reason, where they shift nothing', () => {
    expect(lineOf(['1', 'x', 'more', 'still more'])).toBe(
      '1,x,7,invalid_email,email,No @.,more,still more\n',
    );
  });

  it('replaces the reason of the time before', () => {
    const header = ['id', '_reject_line', '_reject_code', '_reject_column', '_reject_reason', 'email'];
    expect(lineOf(['1', '3', 'no_identifier', '', 'Fill it.', 'x'], header)).toBe(
      '1,x,7,invalid_email,email,No @.\n',
    );
  });
});

describe('a reject file', () => {
  it('can be dropped again: its rows are the rows of the file', () => {
    fc.assert(
      fc.property(csvFile(), ({ header, rows, dialect: { delimiter } }) => {
        const lines = rows.map((row) => rejectLine(row, header, WHY, delimiter));
        const bytes = Buffer.from(rejectHeader(header, delimiter) + lines.join(''));
        const head = sniffHead(bytes, true);
        const records = readRecords(bytes.subarray(head.bodyStart), {
          dialect: head.dialect,
          firstLine: head.bodyLine,
          columns: head.header.length,
        });
        expect(head.header.slice(0, header.length)).toEqual(header);
        expect(records.map(({ cells }) => cells.slice(0, header.length))).toEqual(
          rows.map(({ cells }) => cells),
        );
        expect(records.map(({ damage }) => damage)).toEqual(rows.map(() => undefined));
      }),
      { numRuns: 500 },
    );
  });

  it('tells which lines it holds', () => {
    fc.assert(
      fc.property(csvFile({ ragged: true }), ({ header, rows, dialect: { delimiter } }) => {
        const piece = rows.map((row) => rejectLine(row, header, WHY, delimiter)).join('');
        const lines = new Set(rows.map(({ line }) => line));
        expect(rejectedLineNumbers(Buffer.from(piece), header, delimiter)).toEqual(lines);
      }),
      { numRuns: 500 },
    );
  });
});
