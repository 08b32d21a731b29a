import { describe, expect, it } from '@jest/globals';
import { type AColumn, codes, findingsInColumn, times } from './a-file.ts';

const pad = (n: number) => String(n).padStart(2, '0');
const day = (n: number) => `2025-10-${pad((n % 28) + 1)}`;

interface Case extends AColumn {
  readonly because: string;
  readonly finds: readonly string[];
}

const CASES: readonly Case[] = [
  {
    because: 'amounts are to be compared',
    name: 'lifetime_value',
    cells: times(10, (n) => `${n}.50`),
    finds: ['numbers_as_text'],
  },
  {
    because: 'with a currency as well',
    cells: times(10, (n) => `$${n},234.50`.replace('$0,', '$1,')),
    finds: ['numbers_as_text'],
  },
  {
    because: 'its name says that it counts',
    name: 'Total Orders',
    cells: times(10, (n) => `${n}`),
    finds: ['numbers_as_text'],
  },
  {
    because: 'five amounts are enough',
    name: 'price',
    cells: times(5, (n) => `${n}.5`),
    finds: ['numbers_as_text'],
  },
  { because: 'four amounts are too few', name: 'price', cells: times(4, (n) => `${n}.5`), finds: [] },
  { because: 'digits can be a code', name: 'branch', cells: times(10, (n) => `${n}`), finds: [] },
  {
    because: 'an order number is not an amount',
    name: 'order number',
    cells: times(10, (n) => `${n}`),
    finds: [],
  },
  { because: 'an id is not an amount', name: 'total_id', cells: times(10, (n) => `${n}`), finds: [] },
  {
    because: 'the feed types it as text',
    name: 'price',
    cells: times(10, (n) => `${n}.5`),
    rule: { type: 'string' },
    finds: [],
  },
  {
    because: 'the feed types it as a number',
    name: 'price',
    cells: times(10, (n) => `${n}.5`),
    rule: { type: 'number' },
    finds: [],
  },
  {
    because: 'it is not sent',
    name: 'price',
    cells: times(10, (n) => `${n}.5`),
    rule: { unsent: true },
    finds: [],
  },
  {
    because: 'one text among numbers is reported as mixed',
    name: 'price',
    cells: [...times(29, (n) => `${n}.5`), 'free'],
    finds: ['mixed_types'],
  },
  {
    because: 'an event needs a time of day',
    name: 'Created at',
    cells: times(10, (n) => `${day(n)} 00:00:00 -0400`),
    isEventTime: true,
    finds: ['all_midnight'],
  },
  {
    because: 'a date without a time is midnight for an event',
    cells: times(10, day),
    isEventTime: true,
    finds: ['all_midnight'],
  },
  { because: 'birthdays have no time', name: 'birthday', cells: times(10, day), finds: ['dates_as_text'] },
  {
    because: 'a column of type datetime has a time of day',
    cells: times(10, (n) => `${day(n)} 00:00:00`),
    rule: { type: 'datetime' },
    finds: ['all_midnight'],
  },
  {
    because: 'four rows are too few',
    cells: times(4, (n) => `${day(n)} 00:00:00`),
    isEventTime: true,
    finds: [],
  },
  {
    because: 'midnights among other full hours are full hours',
    cells: times(24, (n) => `${day(n)} ${pad(n)}:00:00Z`),
    isEventTime: true,
    finds: ['rounded_to_hour'],
  },
  {
    because: 'epoch times can be rounded as well',
    cells: times(10, (n) => `${1_762_128_000 + n * 3_600}000`),
    isEventTime: true,
    finds: ['rounded_to_hour'],
  },
  {
    because: 'the format has no seconds',
    cells: times(10, (n) => `10/${n + 13}/2025 8:${10 + n}`),
    isEventTime: true,
    finds: ['rounded_to_minute'],
  },
  {
    because: 'one time in ten with seconds shows that the others are round by chance',
    cells: times(10, (n) => `${day(n)} 10:11:${n === 0 ? '12' : '00'}Z`),
    isEventTime: true,
    finds: [],
  },
  {
    because: 'Excel saved numbers in place of dates',
    name: 'order_date',
    cells: times(10, (n) => `${45_000 + n}.5`),
    finds: ['excel_serials'],
  },
  {
    because: 'among dates, such numbers are dates',
    cells: [...times(9, day), '45047'],
    finds: ['excel_serials'],
  },
  {
    because: 'a price can be such a number',
    name: 'price',
    cells: times(30, (n) => `${45_000 + n}`),
    rule: { type: 'integer' },
    finds: [],
  },
  {
    because: 'no number is above 12',
    cells: ['1/2/2025', '3/4/2025', '5/5/2025'],
    finds: ['ambiguous_dates'],
  },
  { because: 'one number above 12 shows the order', cells: ['1/2/2025', '3/4/2025', '5/13/2025'], finds: [] },
  {
    because: 'the feed states the order',
    cells: ['1/2/2025', '3/4/2025'],
    rule: { format: 'us' },
    finds: [],
  },
  { because: 'with points the day comes first', cells: ['1.2.2025', '3.4.2025'], finds: [] },
  {
    because: 'rows of two sources have different orders',
    cells: ['13/2/2025', '14/2/2025', '2/15/2025'],
    finds: ['mixed_date_order'],
  },
  {
    because: 'seconds and milliseconds differ by a thousand',
    name: 'signed_up_at',
    cells: [...times(9, (n) => `${1_700_000_000 + n}`), '1700000000123'],
    finds: ['epoch_units'],
  },
  {
    because: 'Customer.io reads milliseconds as a date in the distant future',
    name: 'lastSeenAt',
    cells: times(9, (n) => `${1_700_000_000_001 + n}`),
    finds: ['epoch_not_in_seconds'],
  },
  {
    because: 'the time of an event is read in milliseconds',
    name: 'timestamp',
    cells: times(9, (n) => `${1_700_000_000_001 + n}`),
    isEventTime: true,
    finds: [],
  },
  {
    because: 'an id can have as many digits',
    name: 'order_id',
    cells: times(9, (n) => `${1_700_000_000_001 + n}`),
    finds: [],
  },
  {
    because: 'one date of 1970 among many others is a placeholder',
    name: 'last_order',
    cells: [...times(9, day), '1970-01-01'],
    rule: { type: 'date' },
    finds: ['before_2000'],
  },
  {
    because: 'many people were born before 2000',
    name: 'birthday',
    cells: [...times(3, day), ...times(7, (n) => `198${n}-05-05`)],
    rule: { type: 'date' },
    finds: [],
  },
  {
    because: 'events before 2000 are placeholders',
    cells: times(10, (n) => `1999-05-0${(n % 9) + 1} 10:11:12Z`),
    isEventTime: true,
    finds: ['before_2000'],
  },
  { because: '18 numbers are too few to be the rule', cells: [...times(18, String), 'twelve'], finds: [] },
  {
    because: 'one text among numbers is a mistake',
    cells: [...times(19, (n) => `${n}`), 'twelve'],
    finds: ['mixed_types'],
  },
  {
    because: 'codes are made of digits and letters',
    cells: times(20, (n) => (n % 2 ? `A${n}` : `${n}`)),
    finds: [],
  },
  {
    because: 'integers and decimals are both numbers',
    cells: times(20, (n) => (n % 9 ? `${n}` : `${n}.5`)),
    finds: ['numbers_as_text'],
  },
  {
    because: 'a typed column rejects what does not fit',
    cells: [...times(19, (n) => `${n}`), 'twelve'],
    rule: { type: 'number' },
    finds: [],
  },
  {
    because: 'NULL is sent as a word',
    cells: [...times(19, (n) => `${n}`), 'NULL', ''],
    finds: ['no_value_words'],
  },
  {
    because: 'the feed lists the word',
    cells: [...times(19, (n) => `${n}`), 'NULL'],
    rule: { nullTokens: ['NULL'] },
    finds: [],
  },
  { because: 'a zip code starts with 0', cells: ['02134', '90210'], finds: ['leading_zeros'] },
  {
    because: 'the feed types it as text',
    cells: ['02134', '90210'],
    rule: { type: 'string' },
    finds: [],
  },
  {
    because: 'a number has no leading zeros',
    cells: ['02134', '90210'],
    rule: { type: 'integer' },
    finds: ['leading_zeros_lost'],
  },
  {
    because: 'a spreadsheet removed digits of an id',
    cells: ['1.23457E+11', '123456789012'],
    finds: ['scientific_notation'],
  },
  { because: 'a measured value can be large', cells: ['1.5e+16', '0.25', '3.75'], finds: [] },
  {
    because: 'half of the cells are not decimals',
    cells: ['1.5e+16', '0.25'],
    finds: ['scientific_notation'],
  },
  { because: 'decimal marks differ', cells: ['12,50', '13,50', '12.50'], finds: ['mixed_money'] },
  { because: 'currencies differ', cells: ['$12.50', '$13.50', '€12.50'], finds: ['mixed_money'] },
  { because: 'some amounts have a currency', cells: ['$12.50', '13.50'], finds: ['mixed_money'] },
  { because: 'parentheses mean a minus', cells: ['(12.50)', '13.50', '1,200.00'], finds: [] },
  { because: 'all are written in the same way', cells: ['$12.50', '$1,313.50', '-$2'], finds: [] },
  { because: 'the column also has texts', cells: ['12,50', '12.50', 'free', 'on request'], finds: [] },
  {
    because: 'the feed drops the column',
    cells: ['12,50', '12.50'],
    rule: { drop: true },
    finds: [],
  },
];

describe('findings in a column', () => {
  it.each(CASES)('$finds, because $because', ({ finds, ...column }) => {
    expect(codes(findingsInColumn(column))).toEqual(finds);
  });

  it('have the column, count, share, first lines and what to do', () => {
    const cells = [...times(18, (n) => `${n}`), 'x', 'y'];
    expect(findingsInColumn({ name: 'Total', cells })).toEqual([
      {
        code: 'mixed_types',
        severity: 'notice',
        message:
          'Column "Total": 2 of 20 cells are not numbers, unlike the others (10.0 %). Look at these rows. To have them rejected, set `type` for the column in the feed.',
        column: 'Total',
        rows: 2,
        share: 0.1,
        lines: [20, 21],
      },
    ]);
  });

  it('keep the first five lines', () => {
    const [found] = findingsInColumn({ cells: times(10, (n) => `0${n}`) });
    expect(found?.lines).toEqual([2, 3, 4, 5, 6]);
  });
});
