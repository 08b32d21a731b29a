import { describe, expect, it } from '@jest/globals';
import { TimezoneSchema } from '../../../lambdas/contracts/feed/time-format.ts';

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
  ])('cannot be %s, and the message names %s', (name, city) => {
    expect(() => TimezoneSchema.parse(name)).toThrow(city);
  });
});
