import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import type { TimeFormat } from '../../../../../lambdas/contracts/feed/time-format.ts';
import type { ReadTime, TimeReject } from '../../../../../lambdas/domain/rows/time/read-result.ts';
import { compileTimeReader } from '../../../../../lambdas/domain/rows/time/read-time.ts';

const auto = compileTimeReader({ format: 'auto' });
const newYork = compileTimeReader({ format: 'auto', timezone: 'America/New_York' });
const read = (format: TimeFormat, timezone?: string) => compileTimeReader({ format, timezone });

describe('compileTimeReader, auto', () => {
  it.each([
    ['Shopify', '2023-05-01 10:11:12 -0400', 1682950272],
    ['BigQuery', '2023-05-01 10:11:12.123456 UTC', 1682935872],
    ['BigQuery without fraction', '2019-10-01 00:00:00 UTC', 1569888000],
    ['Snowflake', '2023-05-01 10:11:12.123 -0700', 1682961072],
    ['Postgres, Redshift', '2023-05-01 10:11:12.123456+00', 1682935872],
    ['Postgres, half-hour zone', '2023-05-01 10:11:12.123456+05:30', 1682916072],
    ['ISO-8601 in UTC', '2023-05-01T10:11:12.999Z', 1682935872],
    ['ISO-8601 with offset', '2023-05-01T10:11:12-12:00', 1682979072],
    ['ISO-8601 without seconds', '2023-05-01T10:11+0200', 1682928660],
    ['ISO-8601 with a decimal comma', '2023-05-01T10:11:12,5Z', 1682935872],
    ['nanoseconds', '2023-05-01T10:11:12.999999999Z', 1682935872],
    ['year first with slashes', '2023/05/01 10:11:12 UTC', 1682935872],
    ['the name GMT', '2023-05-01 10:11:12 gmt', 1682935872],
    ['spaces around it', ' \t2023-05-01 10:11:12 -0400 \u00a0', 1682950272],
    ['a leap day', '2024-02-29 00:00:00Z', 1709164800],
    ['after 2038', '2038-01-19 03:14:08 UTC', 2147483648],
    ['before 1970', '1969-12-31 23:59:58.5Z', -2],
    ['mail', 'Mon, 01 May 2023 10:11:12 -0400', 1682950272],
    ['HTTP', 'Mon, 01 May 2023 10:11:12 GMT', 1682935872],
    ['seconds', '1682935872', 1682935872],
    ['seconds with a fraction', '1682935872.987', 1682935872],
    ['milliseconds', '1433222349729', 1433222349],
    ['microseconds', '1682935872123456', 1682935872],
    ['the first proven second', '1000000000', 1000000000],
    ['JavaScript', 'Mon May 01 2023 10:11:12 GMT-0400 (Eastern Daylight Time)', 1682950272],
    ['JavaScript in UTC', 'Mon May 01 2023 10:11:12 GMT+0000', 1682935872],
    ['Java', 'Mon May 01 10:11:12 UTC 2023', 1682935872],
    ['Unix, with a padded day', 'Mon May  1 10:11:12 GMT 2023', 1682935872],
    ['Ruby', 'Mon May 01 10:11:12 -0400 2023', 1682950272],
    ['Go', '2023-05-01 10:11:12.123456 +0000 UTC', 1682935872],
    ['Go in New York', '2023-05-01 10:11:12 -0400 EDT', 1682950272],
    ['Java with a zone', '2023-05-01T10:11:12-04:00[America/New_York]', 1682950272],
    ['Java in UTC', '2023-05-01T10:11:12Z[UTC]', 1682935872],
    ['a city', '2023-05-01 10:11:12 America/New_York', 1682950272],
    ['a city in winter', '2023-01-01 10:11 America/New_York', 1672585860],
    ['a city with a long name', '2023-05-01 10:11:12 America/Argentina/Buenos_Aires', 1682946672],
    ['a city in brackets', '2023-05-01T10:11:12[Asia/Kolkata]', 1682916072],
    ['ISO 8601 without separators', '20230501T101112Z', 1682935872],
    ['the same with an offset', '20230501T101112.5-0400', 1682950272],
    ['the same without seconds', '20230501T1011+00', 1682935860],
  ])('reads %s: %s', (_, text, seconds) => {
    expect(auto(text)).toEqual({ seconds });
  });

  it.each([
    ['2023-05-01 10:11:12', 1682950272],
    ['2023-05-01T10:11:12.648', 1682950272],
    ['2020-09-11 13:26:15.000 ', 1599845175],
    ['2023-05-01 10:11', 1682950260],
    ['2023-05-01', 1682913600],
    ['2023-01-01', 1672549200],
  ])('reads %s in the zone of the feed', (text, seconds) => {
    expect(newYork(text)).toEqual({ seconds });
    expect(auto(text)).toEqual({ reject: 'time_without_zone' });
  });

  it('uses the offset of a time before the zone of the feed', () => {
    expect(newYork('2023-05-01 10:11:12 +0000')).toEqual({ seconds: 1682935872 });
    expect(newYork('1682935872')).toEqual({ seconds: 1682935872 });
  });

  it.each([
    ['2023-02-30', 'impossible_time', 'no day rolls over'],
    ['20230230T101112Z', 'impossible_time', 'no day rolls over without separators either'],
    ['20230501', 'unproven_epoch', 'eight digits can be any number'],
    ['20230501T101112', 'time_without_zone', 'no separators and no zone'],
    ['2023-05-01 10:11:12 America/Nowhere', 'invalid_time', 'there is no such zone'],
    ['2023-05-01 10:11:12 Etc/GMT+5', 'ambiguous_zone', 'it is west of UTC, not east'],
    ['2023-05-01 10:11:12 +0500 UTC', 'ambiguous_zone', 'the offset and the name contradict each other'],
    ['Mon May 01 10:11:12 EST 2023', 'ambiguous_zone', 'several zones are called EST'],
    ['Tue May 01 10:11:12 UTC 2023', 'invalid_time', 'it was a Monday'],
    ['Tue May 01 2023 10:11:12 GMT+0000', 'invalid_time', 'it was a Monday'],
    ['Mon Mai 01 2023 10:11:12 GMT+0000', 'invalid_time', 'a month in another language'],
    ['2023-02-29 00:00:00 +0000', 'impossible_time', '2023 has no leap day'],
    ['1900-02-29T00:00:00Z', 'impossible_time', '1900 has no leap day'],
    ['2023-13-01', 'impossible_time', 'there are twelve months'],
    ['0000-00-00 00:00:00', 'impossible_time', "MySQL's zero date"],
    ['2023-05-01T24:00:00Z', 'impossible_time', 'midnight is 00:00'],
    ['2016-12-31T23:59:60Z', 'impossible_time', 'Unix seconds have no leap seconds'],
    ['2023-05-01T10:60:00Z', 'impossible_time', 'an hour has 60 minutes'],
    ['0001-01-01 00:00:00', 'time_out_of_range', "year 1 means 'none', not 2001"],
    ['9999-12-31 23:59:59Z', 'time_out_of_range', "it means 'never'"],
    ['01/02/2024', 'ambiguous_date', 'January or February'],
    ['12/1/2010 8:26', 'ambiguous_date', 'December or January'],
    ['31/12/2010', 'ambiguous_date', 'one clear row does not prove the others'],
    ['1.5.2023', 'ambiguous_date', 'the feed sets no format'],
    ['2023-05-01 10:11:12 EST', 'ambiguous_zone', 'several zones share the name'],
    ['45047', 'excel_serial_date', 'days since 1900'],
    ['45047.5', 'excel_serial_date', 'days since 1900'],
    ['45047,5', 'excel_serial_date', 'days since 1900, decimal comma'],
    ['1.6E+12', 'scientific_notation', 'digits are lost'],
    ['1,68294E+12', 'scientific_notation', 'digits are lost'],
    ['11:12.1', 'time_without_date', "Excel's minutes and seconds"],
    ['8:26 PM', 'time_without_date', 'no date'],
    ['20230501', 'unproven_epoch', 'a day, or seconds in 1970'],
    ['0123456789', 'unproven_epoch', 'not since 2001'],
    ['9999999999', 'unproven_epoch', 'after 2100'],
    ['9999999999999', 'unproven_epoch', 'after 2100'],
    ['-1682935872', 'unproven_epoch', 'before 1970'],
    ['168293587', 'unproven_epoch', 'nine digits'],
    ['1682935872123456789', 'unproven_epoch', 'nineteen digits'],
    ['Order 5', 'invalid_time', 'Date.parse says 2001'],
    ['#1001', 'invalid_time', 'Date.parse says 1001'],
    ['A-12', 'invalid_time', 'Date.parse says 2001'],
    ['', 'invalid_time', 'blank'],
    ['2023-5-1', 'invalid_time', 'digits are missing'],
    ['2023-05-01T10Z', 'invalid_time', 'no minutes'],
    ['2023-05-01T10:11:12.Z', 'invalid_time', 'an empty fraction'],
    ['2023-05-01T10:11:12.1234567890Z', 'invalid_time', 'ten digits of fraction'],
    ['2023-05-01 10:11:12 PM', 'invalid_time', 'AM or PM with the year first'],
    ['2023-05-01T10:11:12+15:00', 'invalid_time', 'no zone is this far east'],
    ['2023-05-01T10:11:12+02:60', 'invalid_time', 'an hour has 60 minutes'],
    ['2023-05-01T10:11:12+2', 'invalid_time', 'an incomplete offset'],
    ['2023-05-01 10:11:12  UTC', 'invalid_time', 'two spaces'],
    ['2023-05-01Z', 'invalid_time', 'an offset without a time'],
    ['Tue, 01 May 2023 10:11:12 GMT', 'invalid_time', 'it was a Monday'],
    ['٢٠٢٣-٠٥-٠١', 'invalid_time', 'other digits'],
  ])('rejects %s as %s: %s', (text, reject) => {
    expect(auto(text)).toEqual({ reject });
  });

  it('reads the same in a process of any time zone', () => {
    const script = `
      import type { ReadTime, TimeReject } from '../../../../../lambdas/domain/rows/time/read-result.ts';
import { compileTimeReader } from './lambdas/domain/rows/time/read-time.ts';
      const read = compileTimeReader({ format: 'us', timezone: 'Europe/Berlin' });
      console.log(JSON.stringify(['2023-05-01', '2023-05-01 10:11:12', '12/1/2010 8:26'].map(read)));`;
    const outputs = ['UTC', 'America/New_York'].map((TZ) => {
      const args = ['--input-type=module-typescript', '--eval', script];
      return spawnSync(process.execPath, args, { env: { ...process.env, TZ }, encoding: 'utf8' }).stdout;
    });
    const expected = JSON.stringify([
      { seconds: 1682892000 },
      { seconds: 1682928672 },
      { seconds: 1291188360 },
    ]);
    expect(outputs).toEqual([`${expected}\n`, `${expected}\n`]);
  });
});

describe('compileTimeReader, us and eu', () => {
  const us = read('us', 'UTC');
  const eu = read('eu', 'UTC');

  it.each([
    ['01/02/2024', '2024-01-02T00:00Z', '2024-02-01T00:00Z'],
    ['12/1/2010 8:26', '2010-12-01T08:26Z', '2010-01-12T08:26Z'],
    ['12/1/10 8:26:59', '2010-12-01T08:26:59Z', '2010-01-12T08:26:59Z'],
    ['5/1/2023 12:05 AM', '2023-05-01T00:05Z', '2023-01-05T00:05Z'],
    ['5/1/2023 12:05 PM', '2023-05-01T12:05Z', '2023-01-05T12:05Z'],
    ['5/1/2023, 8:26:05\u202fpm', '2023-05-01T20:26:05Z', '2023-01-05T20:26:05Z'],
    ['5/1/2023 10:11:12 -0400', '2023-05-01T14:11:12Z', '2023-01-05T14:11:12Z'],
  ])('reads %s as %s (us) and %s (eu)', (text, asUs, asEu) => {
    expect(us(text)).toEqual({ seconds: Date.parse(asUs) / 1000 });
    expect(eu(text)).toEqual({ seconds: Date.parse(asEu) / 1000 });
  });

  it.each(['31.12.2023 18:00', '31-12-2023 18:00', '31/12/23 6:00 PM'])('reads %s (eu)', (text) => {
    expect(eu(text)).toEqual({ seconds: Date.parse('2023-12-31T18:00Z') / 1000 });
  });

  it.each<[(text: string) => ReadTime, string, TimeReject, string]>([
    [us, '13/1/2023', 'impossible_time', 'never swapped'],
    [eu, '1/13/2023', 'impossible_time', 'never swapped'],
    [us, '2/29/2023', 'impossible_time', 'no leap day'],
    [us, '5/1/2023 13:05 PM', 'impossible_time', 'AM and PM have 12 hours'],
    [us, '5/1/2023 0:05 AM', 'impossible_time', 'it starts at 12'],
    [us, '5/1/2023 24:00', 'impossible_time', 'midnight is 0:00'],
    [us, '1.5.2023', 'invalid_time', 'not a US form'],
    [eu, '1.5/2023', 'invalid_time', 'two separators'],
    [us, '5/1/023', 'invalid_time', 'three digits of a year'],
    [us, '5/1/2023 8:26 EST', 'ambiguous_zone', 'several zones share the name'],
    [us, '45047.5', 'excel_serial_date', 'still no date'],
  ])('%# rejects %s as %s: %s', (reader, text, reject) => {
    expect(reader(text)).toEqual({ reject });
  });

  it('reads two-digit years as Excel does: 29 is 2029, 30 is 1930', () => {
    expect(us('1/1/29')).toEqual({ seconds: Date.UTC(2029, 0) / 1000 });
    expect(us('1/1/30')).toEqual({ seconds: Date.UTC(1930, 0) / 1000 });
  });

  it('needs a zone, too', () => {
    expect(read('us')('5/1/2023')).toEqual({ reject: 'time_without_zone' });
  });

  it('also reads forms with only one meaning', () => {
    expect(us('2023-05-01T10:11:12Z')).toEqual({ seconds: 1682935872 });
  });
});

describe('compileTimeReader, epoch_…', () => {
  it.each([
    ['epoch_seconds', '1682935872', 1682935872],
    ['epoch_seconds', '-86400.5', -86401],
    ['epoch_milliseconds', '1682935872999', 1682935872],
    ['epoch_milliseconds', '-1', -1],
    ['epoch_microseconds', '1682935871999999.9', 1682935871],
  ] as const)('%s: %s is %d', (format, text, seconds) => {
    expect(read(format)(text)).toEqual({ seconds });
  });

  it.each([
    ['epoch_seconds', '1682935872123', 'time_out_of_range'],
    ['epoch_milliseconds', '1682935872123456', 'time_out_of_range'],
    ['epoch_seconds', '45047', 'excel_serial_date'],
    ['epoch_seconds', '1.68E+09', 'scientific_notation'],
    ['epoch_seconds', '2023-05-01T10:11:12Z', 'invalid_time'],
    ['epoch_seconds', '', 'invalid_time'],
  ] as const)('%s: %s is rejected as %s', (format, text, reject) => {
    expect(read(format)(text)).toEqual({ reject });
  });
});
