import { describe, expect, it } from '@jest/globals';
import { isTimezone, TimezoneSchema } from '../../../lambdas/contracts/feed/time-format.ts';
import { ExpectBySchema } from '../../../lambdas/contracts/feed/waits.ts';

/** Legacy names of ICU. */
const ICU_ABBREVIATIONS = [
  ...[
    'ACT',
    'AET',
    'AGT',
    'ART',
    'AST',
    'BET',
    'BST',
    'CAT',
    'CNT',
    'CST',
    'CTT',
    'EAT',
    'ECT',
    'IET',
    'IST',
  ],
  ...[
    'JST',
    'MIT',
    'NET',
    'NST',
    'PLT',
    'PNT',
    'PRT',
    'PST',
    'SST',
    'VST',
    'EST',
    'MST',
    'HST',
    'CET',
    'MET',
  ],
];

describe('the time zone of a feed', () => {
  it.each([
    'America/New_York',
    'Europe/Berlin',
    'UTC',
    'Etc/UTC',
    'GMT',
    'Etc/GMT',
    'Etc/GMT+0',
    'Asia/Kolkata',
    'America/Argentina/Buenos_Aires',
    'US/Eastern',
    'Japan',
    'PRC',
    'GB',
    'Zulu',
    'GMT0',
    'UCT',
  ])('can be %s', (name) => {
    expect(TimezoneSchema.safeParse(name).success).toBe(true);
  });

  it.each([
    ['EST', 'America/New_York'],
    ['MST', 'America/Phoenix'],
    ['HST', 'Pacific/Honolulu'],
    ['est', 'America/New_York'],
    ['PST8PDT', 'America/Los_Angeles'],
    ['CET', 'Europe/Berlin'],
    ['Etc/GMT+5', 'America/Bogota'],
    ['Etc/GMT-9', 'Asia/Tokyo'],
    ['Etc/GMT-14', 'Pacific/Kiritimati'],
    ['Etc/GMT+12', 'Europe/Berlin'],
    ['SystemV/EST5', 'America/New_York'],
    ['SystemV/PST8PDT', 'America/Los_Angeles'],
    ['SystemV/YST9', 'America/Anchorage'],
    // ICU: Dhaka, Anchorage, Auckland, Kolkata.
    ['BST', 'Europe/London'],
    ['AST', 'America/Halifax'],
    ['NST', 'America/St_Johns'],
    ['IST', 'Europe/Dublin'],
    ['PST', 'America/Los_Angeles'],
    ['ECT', 'Europe/Berlin'],
    ['MIT', 'Europe/Berlin'],
  ])('cannot be %s, and the message names %s', (name, city) => {
    expect(() => TimezoneSchema.parse(name)).toThrow(city);
  });

  it.each([
    ['posix/America/New_York', 'such as America/New_York'],
    ['right/Europe/Paris', 'such as Europe/Paris'],
    ['America/New York', 'such as America/New_York'],
    ['UTC+2', 'Africa/Johannesburg'],
    ['GMT-5', 'America/Bogota'],
    ['+09:00', 'Asia/Tokyo'],
    ['-0800', 'America/Los_Angeles'],
    ['UTC+13', 'Pacific/Tongatapu'],
    ['+05:30', 'an IANA name'],
    ['CST6', 'America/Chicago'],
    ['PDT', 'America/Los_Angeles'],
    ['CEST', 'Europe/Berlin'],
    ['Eastern Standard Time', 'America/New_York'],
    ['Z', 'such as UTC'],
    ['Factory', 'an IANA name'],
    ['localtime', 'an IANA name'],
    ['Etc/Unknown', 'an IANA name'],
    ['', 'an IANA name'],
  ])('cannot be %j, which is not a zone, and the message has %j', (name, text) => {
    expect(() => TimezoneSchema.parse(name)).toThrow(text);
  });

  it('is that of a city, a country or UTC, whatever names this process knows', () => {
    const refused = ICU_ABBREVIATIONS.filter((name) => !TimezoneSchema.safeParse(name).success);
    expect(refused).toEqual(ICU_ABBREVIATIONS);
    expect(ICU_ABBREVIATIONS.filter(isTimezone).length).toBeGreaterThan(20);
    for (const name of Intl.supportedValuesOf('timeZone'))
      expect([name, TimezoneSchema.safeParse(name).success]).toEqual([name, true]);
  });
});

describe('the time zone of expectBy', () => {
  it.each(['06:00 BST', '06:00 SystemV/EST5', '06:00 Etc/GMT+5', '06:00 EST5EDT'])(
    'cannot be that of %j',
    (text) => {
      expect(() => ExpectBySchema.parse(text)).toThrow('the time zone of a city');
    },
  );

  it('can be that of a city', () => {
    expect(ExpectBySchema.parse('06:00 Europe/London')).toBe('06:00 Europe/London');
  });
});
