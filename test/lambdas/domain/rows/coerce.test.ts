import { describe, expect, it } from '@jest/globals';
import type { ColumnRule } from '../../../../lambdas/contracts/feed/column.ts';
import type { Value } from '../../../../lambdas/domain/operations/properties.ts';
import type { RejectCode } from '../../../../lambdas/domain/reject.ts';
import { compileCoerce, compileConsent } from '../../../../lambdas/domain/rows/coerce.ts';

const coerce = (rule: ColumnRule, cell: string) => compileCoerce(rule, undefined)(cell);

describe('compileCoerce', () => {
  it.each<[string, ColumnRule, string, Value]>([
    ['text without a type', {}, ' 00123 ', ' 00123 '],
    ['digits without a type', {}, '9007199254740993', '9007199254740993'],
    ['shortened digits without a type, because they can be text', {}, '1.23E+11', '1.23E+11'],
    ['digits with type string', { type: 'string' }, '9007199254740993', '9007199254740993'],
    ['text with type string', { type: 'string' }, 'Ann', 'Ann'],
    ['a number', { type: 'number' }, ' 1234.50 ', 1234.5],
    ['a number with a sign', { type: 'number' }, '+5', 5],
    ['a number without a whole part', { type: 'number' }, '-.5', -0.5],
    ['a number that ends with a point', { type: 'number' }, '5.', 5],
    ['zero', { type: 'number' }, '0.000', 0],
    ['a number with trailing zeros, as in Postgres', { type: 'number' }, '12.50000000000000000000', 12.5],
    ['a large round number', { type: 'number' }, '1000000000000000000000', 1e21],
    [
      'all digits of a double, as in BigQuery',
      { type: 'number' },
      '0.30000000000000004',
      0.30000000000000004,
    ],
    ['a small number in the form of programs', { type: 'number' }, '1.5e-07', 1.5e-7],
    ['17 digits of a double, as in Python', { type: 'number' }, '0.10000000000000001', 0.1],
    ['17 digits of a price', { type: 'number' }, '44.950000000000003', 44.95],
    ['16 digits of a large double', { type: 'number' }, '-9007199254740994', -9007199254740994],
    ['a large number in the form of Java', { type: 'number' }, '2.71828182845904E12', 2.71828182845904e12],
    ['a short number in the form of Java', { type: 'number' }, '4.5E7', 45_000_000],
    ['a zero in the form of Java', { type: 'number' }, '0.0E0', 0],
    ['an integer', { type: 'integer' }, '-42', -42],
    ['an integer with leading zeros', { type: 'integer' }, '007', 7],
    ['the largest integer that is exact', { type: 'integer' }, '9007199254740991', 9007199254740991],
    ['yes', { type: 'boolean' }, 'Yes', true],
    ['no', { type: 'boolean' }, 'no', false],
    ['1', { type: 'boolean' }, '1', true],
    ['0', { type: 'boolean' }, ' 0 ', false],
    ['TRUE, as spreadsheets write it', { type: 'boolean' }, 'TRUE', true],
    ['t, as Postgres writes it', { type: 'boolean' }, 't', true],
    ['f, as Postgres writes it', { type: 'boolean' }, 'f', false],
    ['a time with its zone', { type: 'datetime' }, '2023-05-01 10:11:12 -0400', 1682950272],
    [
      'a time in the zone of its column',
      { type: 'datetime', timezone: 'America/New_York' },
      '2023-05-01 10:11:12',
      1682950272,
    ],
    ['a date in the zone of its column', { type: 'date', timezone: 'UTC' }, '2023-05-01', 1682899200],
    ['a date with a format', { type: 'date', format: 'eu', timezone: 'UTC' }, '31.12.2023', 1703980800],
    ['a day before 1970', { type: 'date', timezone: 'UTC' }, '1969-12-31', -86400],
    ['an amount', { type: 'money' }, '$1,234.50', 1234.5],
    ['an amount with a decimal comma', { type: 'money', decimal: ',' }, '1.234,50 €', 1234.5],
    ['JSON', { type: 'json' }, '{"a":[1,2.5,"x"],"b":null}', { a: [1, 2.5, 'x'], b: null }],
    ['a list', { type: 'list' }, ' a, b ,,c', ['a', 'b', 'c']],
    ['a list with another separator', { type: 'list', separator: '|' }, 'a,b|c', ['a,b', 'c']],
    ['an empty list', { type: 'list' }, ',', []],
  ])('reads %s', (_, rule, cell, value) => {
    expect(coerce(rule, cell)).toEqual({ value });
  });

  it.each<[string, ColumnRule, string, RejectCode]>([
    [
      'digits that a spreadsheet shortened, in a column of text',
      { type: 'string' },
      '1.23E+11',
      'scientific_notation',
    ],
    [
      'digits that a spreadsheet shortened, after an apostrophe',
      { stripApostrophe: true },
      '5,51235E+12',
      'scientific_notation',
    ],
    ['a shortened number', { type: 'number' }, '1.23E+11', 'scientific_notation'],
    ['a shortened integer', { type: 'integer' }, '1.23E+11', 'scientific_notation'],
    ['a word instead of a number', { type: 'number' }, 'NaN', 'not_a_number'],
    ['Infinity', { type: 'number' }, 'Infinity', 'not_a_number'],
    ['hexadecimals', { type: 'number' }, '0x10', 'not_a_number'],
    ['a number with a thousands separator', { type: 'number' }, '1,234', 'not_a_number'],
    ['a number with a decimal comma', { type: 'number' }, '1234,5', 'not_a_number'],
    ['a number with a currency', { type: 'number' }, '$5', 'not_a_number'],
    ['a number that a double cannot keep', { type: 'number' }, '9007199254740993', 'number_too_precise'],
    ['a fraction that a double cannot keep', { type: 'number' }, '0.12345678901234567', 'number_too_precise'],
    ['17 digits that are not a double', { type: 'number' }, '44.950000000000001', 'number_too_precise'],
    ['a number under all doubles', { type: 'number' }, '1E-400', 'number_too_precise'],
    ['300 KB of digits', { type: 'number' }, '1'.repeat(300_000), 'not_a_number'],
    ['300 KB of digits for an integer', { type: 'integer' }, '1'.repeat(300_000), 'not_an_integer'],
    ['a number over all doubles', { type: 'number' }, `1${'0'.repeat(400)}`, 'number_too_precise'],
    ['a fraction instead of an integer', { type: 'integer' }, '1.0', 'not_an_integer'],
    ['an integer that a double cannot keep', { type: 'integer' }, '9007199254740993', 'not_an_integer'],
    ['a word instead of a boolean', { type: 'boolean' }, 'maybe', 'not_a_boolean'],
    ['2 for a boolean', { type: 'boolean' }, '2', 'not_a_boolean'],
    ['a time without a zone', { type: 'datetime' }, '2023-05-01 10:11:12', 'time_without_zone'],
    ['a date without a zone', { type: 'date' }, '2023-05-01', 'time_without_zone'],
    ['a day that does not exist', { type: 'date', timezone: 'UTC' }, '2023-02-30', 'impossible_time'],
    ['an amount of the other locale', { type: 'money' }, '1.234,50', 'money_grouping'],
    ['text instead of JSON', { type: 'json' }, '{a:1}', 'not_json'],
    [
      'JSON with a number that a double cannot keep',
      { type: 'json' },
      '{"id":[9007199254740993]}',
      'number_too_precise',
    ],
  ])('rejects %s', (_, rule, cell, reject) => {
    expect(coerce(rule, cell)).toEqual({ reject });
  });

  it('uses the time zone of the feed if the column has none', () => {
    const cell = '2023-05-01 10:11:12';
    expect(compileCoerce({ type: 'datetime' }, 'America/New_York')(cell)).toEqual({ value: 1682950272 });
    expect(compileCoerce({ type: 'datetime', timezone: 'UTC' }, 'America/New_York')(cell)).toEqual({
      value: 1682935872,
    });
  });
});

describe('compileConsent', () => {
  const unsubscribed = compileConsent(['unsubscribed']);

  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['yes', true],
    [' Yes ', true],
    ['false', false],
    ['0', false],
    ['no', false],
  ])('reads %s', (cell, value) => {
    expect(unsubscribed(cell)).toEqual({ value });
  });

  it.each(['y', 't', 'n', 'on', 'unsubscribed', 'ja', 'x', '2', '-1', 'null', 'FALSCH', '1.0'])(
    'rejects %s, which Customer.io would read as subscribed',
    (cell) => {
      expect(unsubscribed(cell)).toEqual({ reject: 'unclear_consent' });
    },
  );

  const preferences = compileConsent(['cio_subscription_preferences']);

  it('reads all preferences as JSON', () => {
    expect(preferences('{"topics":{"topic_1":true,"topic_2":false}}')).toEqual({
      value: { topics: { topic_1: true, topic_2: false } },
    });
  });

  it.each([
    ['{"topics":{"topic_1":"yes"}}', 'unclear_consent'],
    ['{"topic_1":true}', 'unclear_consent'],
    ['{"topics":{},"more":1}', 'unclear_consent'],
    ['{"topics":null}', 'unclear_consent'],
    ['"yes"', 'unclear_consent'],
    ['null', 'unclear_consent'],
    ['yes', 'not_json'],
  ])('rejects the preferences %s', (cell, reject) => {
    expect(preferences(cell)).toEqual({ reject });
  });

  it('reads a single topic as true or false', () => {
    const topic = compileConsent(['cio_subscription_preferences.topics.topic_1']);
    expect(topic('no')).toEqual({ value: false });
    expect(topic('perhaps')).toEqual({ reject: 'unclear_consent' });
  });
});
