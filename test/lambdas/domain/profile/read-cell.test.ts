import { describe, expect, it } from '@jest/globals';
import { BIT, CELL_MARKS, CELL_TYPES } from '../../../../lambdas/domain/profile/cell-mark.ts';
import { readCell } from '../../../../lambdas/domain/profile/read-cell.ts';

function marksOf(cell: string): string[] {
  const bits = readCell(cell);
  return CELL_MARKS.filter((mark) => bits & BIT[mark]);
}

describe('readCell', () => {
  it.each([' 42 ', ' 42', '42\t', '\u00a042', '42\u3000', '\ufeff42', '42\r\n'])(
    'reads %j as an integer with spaces around it',
    (cell) => {
      expect(marksOf(cell)).toEqual(['integer', 'padded']);
    },
  );

  it.each([
    ['', 'blank'],
    [' \t\n', 'blank'],
    ['NULL', 'no_value'],
    ['\\N', 'no_value'],
    ['#DIV/0!', 'no_value'],
    ['-', 'no_value'],
    ['0', 'integer'],
    ['-17', 'integer'],
    ['9007199254740993', 'integer'],
    ['12.50', 'decimal'],
    ['-.5', 'text'],
    ['.5', 'decimal'],
    ['1e-05', 'decimal'],
    ['TRUE', 'boolean'],
    ['no', 'boolean'],
    ['t', 'text'],
    ['00123', 'leading_zero'],
    ['1.23E+11', 'scientific'],
    ['1.0E10', 'scientific'],
    ['1E5', 'text'],
    ['{"a":1}', 'json'],
    ['[]', 'json'],
    ['+14155550123', 'text'],
    ['415-555-0123', 'text'],
    ['415 555 012', 'text'],
    ['(415) 555-0123', 'text'],
    ['12 Main Street', 'text'],
    ['10 PCS', 'text'],
    ['1.2.3', 'text'],
    ['10.0.0.1', 'text'],
    ['SW1A 1AA', 'text'],
    ['#1001', 'text'],
    ['Notes', 'text'],
    ['2023-13-01', 'text'],
    ['31/31/2023', 'text'],
  ])('reads %j as %s', (cell, type) => {
    expect(marksOf(cell)).toEqual([type]);
  });

  it.each([
    ['2023-05-01', ['date', 'date_only']],
    ['2023-05-01 10:11:12 -0400', ['date']],
    ['2023-05-01T10:11:12.123456789Z', ['date']],
    ['2023-05-01 10:11:00.000 UTC', ['date', 'on_minute']],
    ['2023-05-01 10:11:00.001 UTC', ['date']],
    ['2023-05-01T10:00', ['date', 'on_hour']],
    ['2023-05-01 00:00:00+00', ['date', 'on_midnight']],
    ['1970-01-01 00:00:00', ['date', 'on_midnight', 'before_2000']],
    ['0001-01-01', ['date', 'date_only', 'before_2000']],
    ['12/1/2010 8:26', ['date', 'on_minute', 'either_order']],
    ['12/31/10 8:26', ['date', 'on_minute', 'month_first']],
    ['31-12-2010', ['date', 'date_only', 'day_first']],
    ['5/5/2023, 12:00:00 AM', ['date', 'on_midnight']],
    ['5/5/2023 12:00 PM', ['date', 'on_hour']],
    ['01.02.2024', ['date', 'date_only']],
    ['2024/02/29', ['date', 'date_only']],
  ])('reads %j as a date: %j', (cell, marks) => {
    expect(marksOf(cell)).toEqual(marks);
  });

  it.each([
    ['1762178709', ['integer', 'epoch_seconds']],
    ['1762178709123', ['integer', 'epoch_milliseconds']],
    ['1762178709123456', ['integer', 'epoch_microseconds']],
    ['1762128000', ['integer', 'on_midnight', 'epoch_seconds']],
    ['1762178700000', ['integer', 'on_minute', 'epoch_milliseconds']],
    ['5412345678901', ['integer']],
    ['45047', ['integer', 'excel_serial']],
    ['45047.42583', ['decimal', 'excel_serial']],
    ['30000', ['integer', 'excel_serial']],
    ['29999', ['integer']],
    ['59999', ['integer', 'excel_serial']],
    ['60000', ['integer']],
    ['1000000000', ['integer', 'epoch_seconds']],
    ['999999999', ['integer']],
    ['4102444799', ['integer', 'epoch_seconds']],
    ['4102444800', ['integer']],
  ])('recognizes that the number %j can be a time: %j', (cell, marks) => {
    expect(marksOf(cell)).toEqual(marks);
  });

  it.each([
    ['$1,234.50', ['money', 'decimal_point', 'dollar']],
    ['-$5', ['money', 'dollar']],
    ['US$12.00', ['money', 'decimal_point', 'dollar']],
    ['12.00 USD', ['money', 'decimal_point', 'dollar']],
    ['1.234,50 €', ['money', 'decimal_comma', 'euro']],
    ['EUR 12', ['money', 'euro']],
    ['£9.99', ['money', 'decimal_point', 'pound']],
    ['CHF 1’234.50', ['money', 'decimal_point', 'other_currency']],
    ['₹1,23,456.00', ['money', 'decimal_point', 'other_currency']],
    ['1 234,50', ['money', 'decimal_comma']],
    ['12,50', ['money', 'decimal_comma']],
    ['1,234', ['money']],
    ['1,234,567', ['money', 'decimal_point']],
    ['1.234.567', ['money', 'decimal_comma']],
    ['(12.00)', ['money', 'decimal_point']],
  ])('recognizes how the amount %j is written: %j', (cell, marks) => {
    expect(marksOf(cell)).toEqual(marks);
  });

  it('finds exactly one type for any cell', () => {
    const pieces = [
      '',
      '0',
      '12',
      '.',
      ',',
      '/',
      '-',
      ':',
      ' ',
      'E',
      '+',
      '$',
      '€',
      'T',
      '2024',
      '(',
      '{',
      '}',
      'x',
      'N/A',
    ];
    for (const a of pieces)
      for (const b of pieces)
        for (const c of pieces)
          expect(CELL_TYPES.filter((type) => readCell(a + b + c + a) & BIT[type])).toHaveLength(1);
  });
});
