import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import type { Where } from '../../../../lambdas/contracts/feed/where.ts';
import { RefusedError } from '../../../../lambdas/domain/errors.ts';
import { csvOf, mapFile } from '../../../builders/map-file.ts';

const people = {
  kind: 'people',
  identifiers: [{ as: 'id', columns: ['id'] }],
} as const satisfies FeedInput;
const orders = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['id'] }],
  event: { name: 'order_placed' },
  time: { column: 'at' },
  key: [['order']],
  groupBy: { column: 'order', headColumn: 'total', items: { as: 'items', columns: { sku: {} } } },
} as const satisfies FeedInput;
const itemsWhere = (where: Where): FeedInput => ({
  ...orders,
  groupBy: { ...orders.groupBy, items: { ...orders.groupBy.items, where } },
});
const AT = '1762196709';
const ORDERS = ['order', 'id', 'at', 'total', 'source', 'type', 'sku'];

describe('where', () => {
  it.each<[Where[string], string[], string[]]>([
    [{ is: 'web' }, ['web', ' WEB ', 'w\u200beb'], ['', ' ', 'pos', 'web shop']],
    [{ is: ['paid', 'Partially Paid'] }, ['PAID', 'partially paid'], ['unpaid', '', 'partially  paid']],
    [{ not: 'pos' }, ['web', '', 'post'], ['pos', 'POS ', '\u2060pos']],
    [{ not: ['voided', 'refunded'] }, ['paid', ''], ['Voided', ' refunded']],
    [{ empty: true }, ['', '  ', 'n/a'], ['x', '0']],
    [{ empty: false }, ['x', '0'], ['', ' \t', 'N/A', 'n/a']],
    [{ empty: false, not: 'test' }, ['x'], ['', 'test']],
    [{ is: ['a', 'b'], not: 'b' }, ['a'], ['b', 'c']],
  ])('%j keeps %j and leaves out %j', (condition, kept, left) => {
    const nullTokens = condition.empty === undefined ? [] : condition.empty ? ['n/a'] : ['n/a', 'N/A'];
    const feed = { ...people, where: { mark: condition }, nullTokens };
    const rows = [...kept, ...left].map((mark, n) => [String(n), mark]);
    const { items, setAside, rejects } = mapFile(feed, csvOf(['id', 'mark'], ...rows));
    expect(items).toHaveLength(kept.length);
    expect(rejects).toEqual([]);
    expect(setAside).toEqual(left.map((_, n) => ({ line: kept.length + n + 2, outcome: 'filtered' })));
  });

  it('keeps a row only if it meets the conditions of all columns', () => {
    const feed = { ...people, where: { a: { is: 'x' }, b: { not: 'y' } } };
    const { items } = mapFile(feed, 'id,a,b\n1,x,z\n2,x,y\n3,z,z\n');
    expect(items.map(({ identifiers }) => identifiers)).toEqual([{ id: '1' }]);
  });

  it('compares the entries of a list, and keeps a list that cannot be read to be rejected', () => {
    const feed = {
      ...people,
      columns: { tags: { type: 'list' } },
      where: { tags: { not: 'test' } },
    } as const;
    const { items, rejects, setAside } = mapFile(
      feed,
      csvOf(['id', 'tags'], ['1', 'a, Test'], ['2', 'a, tested'], ['3', ''], ['4', '["test"]'], ['5', '"a']),
    );
    expect(items.map(({ identifiers }) => identifiers)).toEqual([{ id: '2' }, { id: '3' }]);
    expect(setAside.map(({ line }) => line)).toEqual([2, 5]);
    expect(rejects).toMatchObject([{ line: 6, code: 'not_a_list' }]);
  });

  it('does not check the rest of a row that is left out, but a damaged row is rejected', () => {
    const { rejects, setAside } = mapFile(
      { ...people, where: { s: { not: 'pos' } } },
      'id,s\n,pos\n1,pos,x\n,web\n',
    );
    expect(setAside).toEqual([{ line: 2, outcome: 'filtered' }]);
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'column_count'],
      [4, 'no_identifier'],
    ]);
  });

  it.each(['identify', 'delete', 'suppress'] as const)('applies before a row is used to %s', (action) => {
    const { items } = mapFile(
      { ...people, action, where: { gone: { is: 'true' } } },
      'id,gone\n1,true\n2,false\n',
    );
    expect(items.map(({ identifiers }) => identifiers)).toEqual([{ id: '1' }]);
  });

  it('leaves out a whole group because of its first row', () => {
    const { items, setAside } = mapFile(
      { ...orders, where: { source: { not: 'pos' } } },
      csvOf(
        ORDERS,
        ...[
          ['1', 'ann', AT, '5', 'POS', '', 'a'],
          ['1', '', '', '', '', '', 'b'],
        ],
        ...[
          ['2', 'bob', AT, '5', 'web', '', 'c'],
          ['2', '', '', '', 'pos', '', 'd'],
        ],
      ),
    );
    expect(items).toMatchObject([{ attributes: { order: '2', items: [{ sku: 'c' }, { sku: 'd' }] } }]);
    expect(setAside.map(({ line }) => line)).toEqual([2, 3]);
  });

  it('rejects a row without the first row of its group, and does not leave it out', () => {
    const feed = { ...orders, where: { source: { is: 'web' } } };
    const { rejects, setAside } = mapFile(feed, csvOf(ORDERS, ['1', '', '', '', '', '', 'b']));
    expect(setAside).toEqual([]);
    expect(rejects).toMatchObject([{ code: 'orphan_continuation' }]);
  });

  it('leaves items out of a group, unread, and the group stays', () => {
    const { items, setAside, rejects } = mapFile(
      itemsWhere({ type: { is: 'line item' } }),
      csvOf(
        ORDERS,
        ...[
          ['1', 'ann', AT, '5', '', 'Line Item', 'a'],
          ['1', '', '', '', '', 'Discount', ''],
        ],
        ['1', '', '', '', '', 'Shipping Line', 'express'],
        ['2', 'bob', AT, '0', '', 'Shipping Line', 'x'],
      ),
    );
    expect(items).toMatchObject([
      { attributes: { order: '1', items: [{ sku: 'a' }] } },
      { attributes: { order: '2', items: [] } },
    ]);
    expect([setAside, rejects]).toEqual([[], []]);
  });

  it('rejects the whole group if a row that adds no item is damaged', () => {
    const { items, rejects } = mapFile(
      itemsWhere({ type: { is: 'Line Item' } }),
      csvOf(ORDERS, ['1', 'ann', AT, '5', '', 'Line Item', 'a'], ['1', 'bob', AT, '', '', 'Discount', '']),
    );
    expect(items).toEqual([]);
    expect(rejects.map(({ code }) => code)).toEqual(['group_of_two_people', 'group_of_two_people']);
  });

  it.each<[FeedInput, string]>([
    [{ ...people, where: { origin: { not: 'pos' } } }, 'id,source\n1,web\n'],
    [itemsWhere({ kind: { is: 'item' } }), csvOf(ORDERS)],
  ])('refuses a file without the column', (feed, file) => {
    expect(() => mapFile(feed, file)).toThrow(RefusedError);
    expect(() => mapFile(feed, file)).toThrow(/lacks the column/);
  });

  it.each<[unknown, RegExp]>([
    [{ mark: {} }, /states nothing/],
    [{ mark: { is: ' ' } }, /is empty. For empty cells, write empty: true/],
    [{ mark: { not: [] } }, /Too small/],
    [{ mark: { equals: 'x' } }, /equals/],
    [{ sku: { is: 'a' } }, /Move it to groupBy.items.where/],
  ])('does not accept %j at synth', (where, message) => {
    const feeds = { workspace: 'main', feeds: { orders: { ...orders, where } } };
    expect(() => FeedsSchema.parse(feeds)).toThrow(message);
  });
});
