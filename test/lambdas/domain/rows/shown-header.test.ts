import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FeedInput, FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { shownHeader } from '../../../../lambdas/domain/rows/shown-header.ts';

const identifiers: (FeedInput & { kind: 'people' })['identifiers'] = [
  { as: 'id', columns: ['id'] },
  { as: 'email', columns: ['email'] },
];
const PEOPLE: FeedInput = { kind: 'people', identifiers, columns: { '2025-01': {} } };
const EVENTS: FeedInput = {
  kind: 'events',
  identifiers,
  event: { name: 'order_placed' },
  time: { column: 'at' },
  key: [['order']],
  groupBy: { column: 'order', items: { as: 'items', columns: { sku: {} } } },
  also: [
    { name: 'refunded', when: { column: 'refunded_at' }, time: { column: 'refund_time' }, key: [['order']] },
  ],
  refuses: ['cart_id'],
};
const OBJECTS: FeedInput = { kind: 'objects', objectTypeId: '1', objectId: { column: 'company' } };

const shown = (feed: FeedInput, ...header: readonly string[]) => shownHeader(FeedSchema.parse(feed), header);

describe('shownHeader of a feed with a transform', () => {
  const run = (row: Readonly<Record<string, string>>) => row;
  const made = { ...PEOPLE, transform: { adds: ['id', 'email'], run } };

  it('keeps names if the feed needs only columns that the function adds', () => {
    expect(shown(made, 'name', 'City')).toEqual(['name', 'City']);
  });

  it('masks names that look like data', () => {
    expect(shown(made, 'ann@example.com', 'City')).toEqual(['aaa@aaaaaaa.aaa (column 1)', 'Aaaa (column 2)']);
  });

  it('masks names if the file has none of the others that the feed needs', () => {
    const part = { ...PEOPLE, requires: ['plan'], transform: { adds: ['id', 'email'], run } };
    expect(shown(part, 'Ann', 'gold')).toEqual(['Aaa (column 1)', 'aaaa (column 2)']);
  });
});

describe('shownHeader', () => {
  it.each<[FeedInput, readonly string[]]>([
    [PEOPLE, ['id', 'First Name', 'plan']],
    [PEOPLE, ['email', '2025-01']],
    [EVENTS, ['at', 'Total', 'column_3', '_reject_line']],
    [OBJECTS, ['company', 'Größe']],
  ])('shows names as they are, %#', (feed, header) => {
    expect(shown(feed, ...header)).toEqual(header);
  });

  it.each<[string, FeedInput, readonly string[], readonly string[]]>([
    [
      'an e-mail address',
      PEOPLE,
      ['id', 'plan', 'jo@example.com'],
      ['id', 'aaaa (column 2)', 'aa@aaaaaaa.aaa (column 3)'],
    ],
    ['a phone number', OBJECTS, ['company', '+49 151 23456'], ['company', '+99 999 99999 (column 2)']],
    ['a number', EVENTS, ['at', '12.50', 'Doe'], ['at', '99.99 (column 2)', 'Aaa (column 3)']],
    ['a date', PEOPLE, ['email', '2025-11-03'], ['email', '9999-99-99 (column 2)']],
  ])('masks all unknown names next to %s', (_, feed, header, masked) => {
    expect(shown(feed, ...header)).toEqual(masked);
  });

  it.each<[string, FeedInput, readonly string[]]>([
    ['people', PEOPLE, ['Jo', 'Doe', 'Berlin']],
    ['events', EVENTS, ['visited', 'Doe', 'Berlin']],
    ['objects', OBJECTS, ['Acme', 'Doe', 'Berlin']],
    [
      'relationships',
      { kind: 'relationships', identifiers, objectTypeId: '1', objectId: { column: 'company' } },
      ['Acme', 'Jo Doe'],
    ],
  ])('masks the first row of a file of %s without a header', (_, feed, row) => {
    expect(shown(feed, ...row).filter((name, index) => name.includes(row[index] ?? ''))).toEqual([]);
  });

  it('shows the names that feeds.config.ts, Customer.io and this project write', () => {
    const known = ['order', 'sku', 'refunded_at', 'refund_time', 'cart_id', 'id', 'phone', 'reply_to'];
    const header = [...known, 'Unsubscribed', '_reject_code', `column_${known.length + 3}`, '42'];
    expect(shown(EVENTS, ...header)).toEqual([...header.slice(0, -1), `99 (column ${header.length})`]);
  });

  it('masks columns of one shape under different names', () => {
    expect(shown(PEOPLE, 'Jo', 'Al', 'Jo')).toEqual(['Aa (column 1)', 'Aa (column 2)', 'Aa (column 3)']);
  });

  it('shows no letter and no digit of an unknown name, and no two names are equal', () => {
    const feed = FeedSchema.parse(PEOPLE);
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `x${text}`);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (names) => {
        const masked = shownHeader(feed, ['id', '1762190001', ...names]).slice(2);
        const shapes = masked.map((label) => label.replace(/ \(column \d+\)$/, ''));
        expect(shapes.filter((shape) => /[^\x20-/:-@A[-`a{-~9·…]/.test(shape))).toEqual([]);
        expect(new Set(masked).size).toBe(names.length);
      }),
    );
  });
});
