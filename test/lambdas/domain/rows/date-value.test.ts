import { describe, expect, it } from '@jest/globals';
import { type ColumnRule, ColumnRuleSchema } from '../../../../lambdas/contracts/feed/column.ts';
import { FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { compileDate } from '../../../../lambdas/domain/rows/date-value.ts';

const read = (rule: ColumnRule, cell: string, timezone?: string) => {
  const result = compileDate(ColumnRuleSchema.parse(rule), timezone)(cell);
  return 'reject' in result ? result.reject : result.value;
};

describe('a column of dates', () => {
  const day: ColumnRule = { type: 'date', send: 'iso' };
  const time: ColumnRule = { type: 'datetime', send: 'iso' };

  it.each<[string, ColumnRule, string, string | number]>([
    ['a birthday needs no zone', day, '1985-03-07', '1985-03-07'],
    ['a birthday before 1970', day, '1943-12-31', '1943-12-31'],
    ['the day as it is written, not that of UTC', day, '2025-11-03T23:05:09-05:00', '2025-11-03'],
    ['a day in American form', { ...day, format: 'us' }, '3/7/1985', '1985-03-07'],
    ['a day in European form with a time', { ...day, format: 'eu' }, '07.03.1985 08:30', '1985-03-07'],
    ['a day in a mail', day, 'Mon, 03 Nov 2025 19:05:09 GMT', '2025-11-03'],
    ['Unix seconds', day, '1762196709', '2025-11-03'],
    ['a day that does not exist', day, '1985-02-30', 'impossible_time'],
    ['a time of day that does not exist', day, '1985-02-03 25:00', 'impossible_time'],
    ['either order', day, '03/07/1985', 'ambiguous_date'],
    ['a placeholder', day, '0001-01-01', 'date_out_of_range'],
    ['text', day, 'soon', 'invalid_time'],
    ['a day without separators', day, '20261103', '2026-11-03'],
    ['a day without separators, in seconds', { type: 'date', timezone: 'UTC' }, ' 20261103 ', 1_793_664_000],
    ['a day without separators in American form', { ...day, format: 'us' }, '19850307', '1985-03-07'],
    ['eight digits with the month first', { ...day, format: 'us' }, '11032026', 'unproven_epoch'],
    ['eight digits that are not a day', day, '20261303', 'impossible_time'],
    ['eight digits with the day first', { ...day, format: 'eu' }, '20121985', 'impossible_time'],
    ['eight digits of another century', day, '18850307', 'unproven_epoch'],
    ['nine digits', day, '202611031', 'unproven_epoch'],
    ['eight digits that are seconds', { type: 'date', format: 'epoch_seconds' }, '20261103', 20_261_103],
    ['eight digits, without a time of day', time, '20261103', 'unproven_epoch'],
    ['the first day of Unix times', { type: 'date' }, '1970-01-01T00:00:00Z', 0],
    ['an instant', time, '2025-11-03T14:05:09.5-05:00', '2025-11-03T19:05:09Z'],
    ['an instant before 1970', time, '1969-12-31 23:59:58Z', '1969-12-31T23:59:58Z'],
    ['a time without a zone', time, '2025-11-03 14:05:09', 'time_without_zone'],
    ['seconds before 2001', { type: 'date' }, '1985-03-07T00:00:00Z', 479_001_600],
    ['seconds before 1970', { type: 'datetime', send: 'unix' }, '1943-12-31T00:00:00Z', -820_627_200],
    ['a far year', { type: 'date' }, '9999-12-31T00:00:00Z', 'date_out_of_range'],
  ])('%s', (_, rule, cell, value) => {
    expect(read(rule, cell)).toBe(value);
  });

  it('reads times without a zone in that of the column, else of the feed', () => {
    expect(read({ ...time, timezone: 'Europe/Berlin' }, '2025-11-03 14:05:09', 'UTC')).toBe(
      '2025-11-03T13:05:09Z',
    );
    expect(read(time, '2025-11-03 14:05:09', 'America/New_York')).toBe('2025-11-03T19:05:09Z');
    expect(read(day, '1762225509', 'America/New_York')).toBe('2025-11-04');
  });

  it.each([
    [{ type: 'date', send: 'both' }, /can be \\"unix\\" or \\"iso\\"/],
    [{ type: 'optIn', send: 'iso' }, /can be \\"unsubscribe/],
    [{ send: 'iso' }, /has an effect only with type/],
  ])('%j is not accepted at synth', (rule, message) => {
    const feed = { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], columns: { a: rule } };
    expect(() => FeedsSchema.parse({ workspace: 'main', feeds: { feed } })).toThrow(message);
  });
});
