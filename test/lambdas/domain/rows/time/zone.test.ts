import { describe, expect, it } from '@jest/globals';
import { TimezoneSchema } from '../../../../../lambdas/contracts/feed/time-format.ts';
import { RefusedError } from '../../../../../lambdas/domain/errors.ts';
import { compileTimeReader } from '../../../../../lambdas/domain/rows/time/read-time.ts';

const readIn = (timezone: string, text: string) => compileTimeReader({ format: 'auto', timezone })(text);
const at = (iso: string) => Date.parse(iso) / 1000;

describe('a time that clocks skip', () => {
  it.each([
    ['America/New_York', '2025-03-09 02:00:00', '2025-03-09T03:00:00-04:00', 'the first skipped second'],
    ['America/New_York', '2025-03-09 02:59:59', '2025-03-09T03:59:59-04:00', 'the last skipped second'],
    ['Australia/Lord_Howe', '2025-10-05 02:15:00', '2025-10-05T02:45:00+11:00', 'a gap of half an hour'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T01:00:00-02:00', 'a day without midnight'],
    ['Pacific/Apia', '2011-12-30 12:00:00', '2011-12-31T12:00:00+14:00', 'a day that Samoa left out'],
  ])('moves forward by the gap and gets a note: %s %s', (zone, text, expected) => {
    expect(readIn(zone, text)).toEqual({ seconds: at(expected), note: 'dst_gap' });
  });
});

describe('a time that clocks show twice', () => {
  it.each([
    ['America/New_York', '2025-11-02 01:00:00', '2025-11-02T01:00:00-04:00'],
    ['America/New_York', '2025-11-02 01:59:59', '2025-11-02T01:59:59-04:00'],
    ['Europe/Berlin', '2025-10-26 02:30:00', '2025-10-26T02:30:00+02:00'],
  ])('is the earlier instant and gets a note: %s %s', (zone, text, expected) => {
    expect(readIn(zone, text)).toEqual({ seconds: at(expected), note: 'dst_overlap' });
  });
});

describe('a time next to a transition', () => {
  it.each([
    ['2025-03-09 01:59:59', '2025-03-09T01:59:59-05:00'],
    ['2025-03-09 03:00:00', '2025-03-09T03:00:00-04:00'],
    ['2025-11-02 00:59:59', '2025-11-02T00:59:59-04:00'],
    ['2025-11-02 02:00:00', '2025-11-02T02:00:00-05:00'],
    ['2024-12-31 23:59:59', '2024-12-31T23:59:59-05:00'],
    ['2025-01-01 00:00:00', '2025-01-01T00:00:00-05:00'],
  ])('has one meaning and no note: %s', (text, expected) => {
    expect(readIn('America/New_York', text)).toEqual({ seconds: at(expected) });
  });
});

describe('a zone', () => {
  it.each(['Mars/Olympus', '', '+02:00', 'local', 'EDT'])(
    'that is not an IANA zone is refused: "%s"',
    (zone) => {
      const compile = () => compileTimeReader({ format: 'auto', timezone: zone });
      expect(compile).toThrow(RefusedError);
      expect(compile).toThrow(expect.objectContaining({ code: 'unknown_time_zone' }));
      expect(TimezoneSchema.safeParse(zone).success).toBe(false);
    },
  );

  it.each(['UTC', 'America/New_York', 'europe/berlin', 'Asia/Calcutta'])('can be written %s', (zone) => {
    expect(readIn(zone, '2023-05-01 10:11:12')).toHaveProperty('seconds');
    expect(TimezoneSchema.safeParse(zone).success).toBe(true);
  });
});
