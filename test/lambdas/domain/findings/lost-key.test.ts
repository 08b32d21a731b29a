import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { findLostKey, findNoKey } from '../../../../lambdas/domain/findings/lost-key.ts';
import { lacksKey, readingOf } from '../../../../lambdas/domain/rows/reading-of.ts';
import { aPastImport } from '../../../builders/import.ts';
import { evidenceOf } from './a-file.ts';

const BOOKINGS = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['guest', 'guest_no'] },
    { as: 'email', columns: ['mail'] },
  ],
  event: { column: ['what', 'type'] },
  time: { column: ['at', 'booked'] },
  key: [['booking', 'room'], ['reference']],
  also: [
    { name: 'paid', when: { column: 'paid' }, time: { column: 'paid' }, key: [['invoice'], ['booking']] },
  ],
} as const satisfies FeedInput;
const GUESTS = {
  kind: 'people',
  identifiers: [{ as: 'id', columns: ['guest', 'guest_no'] }],
  updatedAt: { column: ['changed', 'at'] },
} as const satisfies FeedInput;

const reading = (feed: FeedInput, header: string) => readingOf(FeedSchema.parse(feed), header.split(','));
const lost = (feed: FeedInput, before: string, now: string) =>
  findLostKey(reading(feed, now), [aPastImport({ reading: reading(feed, before) })]).map(evidenceOf);

const ALL = 'booking,room,reference,guest,mail,what,at,paid,invoice';
const without = (...lost: string[]) =>
  ALL.split(',')
    .filter((column) => !lost.includes(column))
    .join(',');

describe('findLostKey', () => {
  it.each([
    ['the key column is gone', without('room'), 'The key was "booking", "room", "invoice"'],
    ['all key lists are gone', without('room', 'reference'), 'is "invoice" in this file.'],
    ['a renamed key column', ALL.replace('room', 'suite'), 'is "reference", "invoice" in this file.'],
    ['the key of a further event is gone', without('invoice'), 'is "booking", "room" in this file.'],
    [
      'the identifier is gone',
      without('guest'),
      'The identifier was "guest" in the last completed import, and is "mail"',
    ],
    [
      'another identifier of the same list',
      ALL.replace('guest', 'guest_no'),
      'and is "guest_no" in this file.',
    ],
    [
      'another time',
      ALL.replace(',at,', ',booked,'),
      'The time was "at" in the last completed import, and is "booked"',
    ],
    [
      'another name',
      ALL.replace('what', 'type'),
      'The event name was "what" in the last completed import, and is "type"',
    ],
  ])('finds that %s', (_, now, message) => {
    expect(lost(BOOKINGS, ALL, now).join()).toContain(message);
  });

  it.each([
    ['the order of the columns', ALL.split(',').reverse().join(',')],
    ['a further column', `${ALL},note,_reject_line`],
    ['a list that is not in force', without('reference')],
    ['an identifier that comes after the chosen one', without('mail')],
  ])('ignores %s', (_, now) => {
    expect(lost(BOOKINGS, ALL, now)).toEqual([]);
  });

  it('compares the identifier and the time of people', () => {
    expect(lost(GUESTS, 'guest,changed', 'guest_no,changed')).toHaveLength(1);
    expect(lost(GUESTS, 'guest,changed', 'guest,at')).toHaveLength(1);
    expect(lost(GUESTS, 'guest,changed', 'changed,guest,plan')).toEqual([]);
  });

  it('compares with the newest import whose columns are known', () => {
    const old = aPastImport({ reading: reading(BOOKINGS, without('room')), endedAt: 1 });
    const newest = aPastImport({ reading: reading(BOOKINGS, ALL), endedAt: 2 });
    const ofAnOldVersion = aPastImport({ endedAt: 3 });
    expect(findLostKey(reading(BOOKINGS, ALL), [ofAnOldVersion, old, newest])).toEqual([]);
    expect(findLostKey(reading(BOOKINGS, ALL), [ofAnOldVersion])).toEqual([]);
  });

  it('keeps what it compares small, however wide the file is', () => {
    const wide = [ALL, ...Array.from({ length: 3_000 }, (_, n) => `column_${n}`)].join(',');
    expect(JSON.stringify(reading(BOOKINGS, wide)).length).toBeLessThan(200);
  });
});

describe('findNoKey', () => {
  it.each([
    [BOOKINGS, ALL, false],
    [BOOKINGS, without('room'), false],
    [BOOKINGS, without('room', 'reference'), true],
    [{ ...BOOKINGS, key: [] }, ALL, false],
    [GUESTS, ALL, false],
  ])('finds a key that the feed states and the file does not have (%#)', (feed, header, lacks) => {
    expect(lacksKey(FeedSchema.parse(feed), header.split(','))).toBe(lacks);
  });

  it('warns on the first import only', () => {
    expect(findNoKey([]).map(({ code, severity }) => [code, severity])).toEqual([
      ['key_not_in_file', 'warning'],
    ]);
    expect(findNoKey([aPastImport()])).toHaveLength(1);
    expect(findNoKey([aPastImport({ reading: reading(BOOKINGS, 'at') })])).toEqual([]);
  });
});
