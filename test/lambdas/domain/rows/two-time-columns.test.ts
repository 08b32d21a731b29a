// A date and a time of day in two columns, of events and of people's data.
import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { readingOf } from '../../../../lambdas/domain/rows/reading-of.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';
import { EVENTS, eventOf, map, rejected } from './an-event.ts';

const two = (time: object = {}) => ({
  time: { columns: ['Date', 'Time'] as [string, string], ...time },
  timezone: 'America/New_York',
});
/** 2025-11-03T14:05:09 in New York. */
const AT = 1762196709;

describe('a date and a time of day in two columns', () => {
  it.each([
    ['2025-11-03', '14:05:09', {}, AT],
    ['2025-11-03', '14:05:09.999', {}, AT],
    ['2025-11-03', '2:05:09 PM', {}, AT],
    [' 2025-11-03 ', ' 2:05:09pm ', {}, AT],
    ['2025/11/03', '14:05', {}, AT - 9],
    ['20251103', '14:05:09', {}, AT],
    ['2025-11-03 00:00:00', '14:05:09', {}, AT],
    ['2025-11-03T00:00:00.000', '14:05:09', {}, AT],
    ['2025-11-03', '19:05:09Z', {}, AT],
    ['2025-11-03', '20:05:09+01:00', {}, AT],
    ['2025-11-03', '20:05:09 Europe/Berlin', {}, AT],
    ['11/3/2025', '14:05:09', { format: 'us' }, AT],
    ['3.11.25', '14:05:09', { format: 'eu' }, AT],
    ['2025-11-03', '12:00 AM', {}, AT - 14 * 3600 - 309],
    ['2025-11-03', '0:00', {}, AT - 14 * 3600 - 309],
  ])('reads %j and %j with %j', (day, Time, time, seconds) => {
    const event = eventOf(two(time), { Date: day, Time });
    expect(event.timestamp).toBe(seconds);
    expect(event.attributes).not.toHaveProperty('Date');
    expect(event.attributes).not.toHaveProperty('Time');
  });

  it.each([
    ['', '14:05', 'missing_time', 'Date'],
    ['2025-11-03', ' ', 'missing_time', 'Time'],
    ['2025-11-03', 'noon', 'invalid_time', 'Time'],
    ['2025-11-03', '14', 'invalid_time', 'Time'],
    ['2025-11-03', '2025-11-03 14:05', 'invalid_time', 'Time'],
    ['2025-11-03', '24:00', 'impossible_time', 'Time'],
    ['2025-11-03', '13:00 PM', 'impossible_time', 'Time'],
    ['2025-11-03', '14:05 EST', 'ambiguous_zone', 'Date'],
    ['2025-02-30', '14:05', 'impossible_time', 'Date'],
    ['11/3/2025', '14:05', 'ambiguous_date', 'Date'],
    ['2025-11-03 09:00', '14:05', 'invalid_time', 'Date'],
    ['2025-11-03T00:00:00Z', '14:05', 'invalid_time', 'Date'],
    ['1762196709', '14:05', 'invalid_time', 'Date'],
    ['1999-12-31', '14:05', 'time_out_of_range', 'Date'],
  ])('rejects %j and %j as %s', (day, Time, code, column) => {
    expect(rejected(two(), { Date: day, Time })).toEqual([code, column]);
  });

  it('rejects a time without a zone as in one column', () => {
    expect(rejected({ time: { columns: ['Date', 'Time'] } }, { Date: '2025-11-03', Time: '14:05' })).toEqual([
      'time_without_zone',
      'Date',
    ]);
  });

  it('refuses a file that lacks one of them', () => {
    expect(() => map(two(), { Date: '2025-11-03' })).toThrow('lacks the column "Time"');
    expect(() => map(two(), { Time: '14:05' })).toThrow('lacks the column "Date"');
  });

  it('takes the first of several names for each', () => {
    const time = {
      columns: [
        ['day', 'Date'],
        ['hour', 'Time'],
      ] as [string[], string[]],
    };
    const cells = { Date: '2025-11-03', Time: '14:05:09' };
    expect(eventOf({ ...two(), time }, cells).timestamp).toBe(AT);
    const feed = FeedSchema.parse({ ...EVENTS, ...two(), time });
    expect(readingOf(feed, Object.keys(cells)).time).toEqual(['Date', 'Time']);
  });

  it('makes events of one second differ by the fraction of the time of day, if the content is the key', () => {
    const keys = ['14:05:09.1', '14:05:09.2'].map(
      (Time) => map({ ...two(), key: [] }, { Date: '2025-11-03', Time }).operations[0]?.meta.key,
    );
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('is the time of the data of a person, too', () => {
    const cells = { Date: '2025-11-03', Time: '14:05:09' };
    const people: FeedInput = {
      kind: 'people',
      identifiers: [{ as: 'id', columns: ['id'] }],
      updatedAt: { columns: ['Date', 'Time'] },
      timezone: 'America/New_York',
    };
    const row = { id: '7', plan: 'gold', ...cells };
    const { operations, items: sent } = mapFile(people, csvOf(Object.keys(row), Object.values(row)));
    expect(operations[0]?.meta.at).toBe(AT);
    expect(sent).toMatchObject([{ attributes: { plan: 'gold' } }]);
  });

  it.each([
    [{}, 'is missing. Write the column with the time'],
    [{ column: 'at', columns: ['Date', 'Time'] }, 'cannot be set together with column'],
    [{ columns: ['Date', 'Date'] }, 'has "Date" for the date and for the time of day'],
    [{ columns: ['Date', 'Time'], format: 'epoch_seconds' }, 'is a number, which is in one column'],
  ])('cannot be %j', (time, message) => {
    expect(
      FeedSchema.safeParse({ ...EVENTS, time })
        .error?.issues.map((issue) => issue.message)
        .join(),
    ).toContain(message);
  });
});
