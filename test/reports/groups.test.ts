// Kinds of trouble with orders, baskets and other groups of rows, as users report them.
import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import type { EventItem } from '../../lambdas/domain/operations/item.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { csv } from '../integration/csv.ts';
import { drop, pipelineOf } from './dropped.ts';

type EventsInput = Extract<FeedInput, { kind: 'events' }>;

const items: EventsInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['customer_id'] }],
  event: { name: 'order_placed' },
  time: { column: 'ordered_at' },
  key: [['order_id']],
  groupBy: { column: 'order_id', items: { as: 'items', columns: { sku: {}, qty: { type: 'integer' } } } },
};
const baskets: EventsInput = {
  kind: 'events',
  identifiers: [{ as: 'email', columns: ['mail'] }],
  event: { name: 'basket_left' },
  time: { column: 'left_at' },
  key: [['basket', 'shop']],
  groupBy: { column: 'basket', items: { as: 'goods', columns: { good: {}, price: { type: 'number' } } } },
};
const tickets: EventsInput = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['guest'] }],
  event: { name: 'seats_booked' },
  time: { column: 'at' },
  key: [['booking']],
  groupBy: { column: 'booking', headColumn: 'at', items: { as: 'seats', columns: { seat: {}, row: {} } } },
};

interface Case {
  readonly feed: EventsInput;
  readonly header: string;
  /** Rows of three groups; the group in the middle has three rows. */
  readonly rows: readonly string[];
  readonly list: string;
}

const SHOPIFY: Case = {
  feed: shopifyOrders as EventsInput,
  header: 'Name,Email,Financial Status,Created at,Total,Lineitem quantity,Lineitem name,Lineitem price,Id',
  rows: [
    '#80,ida@example.com,paid,2025-12-28 09:00:00 -0500,5.00,1,Bowl,5.00,880',
    '#81,jon@example.com,paid,2025-12-28 10:12:00 -0500,46.00,1,Sofa,30.00,881',
    '#81,jon@example.com,,2025-12-28 10:12:00 -0500,,1,Rug,7.00,',
    '#81,jon@example.com,,2025-12-28 10:12:00 -0500,,1,Vase,9.00,',
    '#82,kim@example.com,paid,2025-12-28 11:00:00 -0500,5.00,1,Bowl,5.00,882',
  ],
  list: 'items',
};
const ITEMS: Case = {
  feed: items,
  header: 'order_id,customer_id,ordered_at,sku,qty',
  rows: [
    'a,c0,2025-12-28T09:00:00Z,PEN,1',
    ...['PEN,1', 'INK,2', 'PAD,3'].map((item) => `b,c1,2025-12-28T10:00:00Z,${item}`),
    'c,c2,2025-12-28T11:00:00Z,PEN,1',
  ],
  list: 'items',
};
const BASKETS: Case = {
  feed: baskets,
  header: 'good;price;basket;shop;mail;left_at',
  rows: [
    'Tea;3.5;x1;de;ann@example.com;2025-12-28T09:00:00Z',
    ...['Tea;3.5', 'Jam;4', 'Oil;9'].map((good) => `${good};x2;de;bob@example.com;2025-12-28T09:00:00Z`),
    'Tea;3.5;x3;de;cyd@example.com;2025-12-28T09:00:00Z',
  ],
  list: 'goods',
};
const SEATS: Case = {
  feed: tickets,
  header: 'booking,guest,at,seat,row',
  rows: ['k1,g1,1766900000,1,A', 'k2,g2,1766900000,2,A', 'k2,,,3,A', 'k2,,,4,A', 'k3,g3,1766900000,5,A'],
  list: 'seats',
};

const latin1 = (row: string) =>
  Buffer.from(row.replace(/PAD|Oil|Vase/, 'Caf\u00e9'), 'latin1').toString('latin1');

describe('kind 1: a damaged row of an order', () => {
  it.each([
    ['a bad quote in an order of Shopify', SHOPIFY, 2, (row: string) => row.replace('Rug', '"R"ug')],
    ['a byte that is not UTF-8 in the last row of an order of Shopify', SHOPIFY, 3, latin1],
    ['a cell too many', ITEMS, 2, (row: string) => `${row},9`],
    ['a quantity that is not a number', ITEMS, 3, (row: string) => row.replace(/3$/, 'three')],
    ['a NUL byte in the first row', ITEMS, 1, (row: string) => row.replace('PEN', 'P\0N')],
    ['a lost character in a basket', BASKETS, 2, (row: string) => row.replace('Jam', 'J\ufffdm')],
    ['a cell too few in a basket', BASKETS, 1, (row: string) => row.replace(/;[^;]*$/, '')],
    ['a bad quote below a first row', SEATS, 3, (row: string) => row.replace('4', '"4"b')],
    ['a damaged first row', SEATS, 1, (row: string) => row.replace('2,A', '"2"x,A')],
  ])('rejects the whole order, and delivers it once when it is repaired: %s', async (_, one, at, damage) => {
    const world = pipelineOf({ feed: { ...one.feed, timezone: 'UTC' } });
    const damaged = one.rows.map((row, n) => (n === at ? damage(row) : row));
    const broken = Buffer.from(csv(one.header, ...damaged), damage === latin1 ? 'latin1' : 'utf8');
    const whole = csv(one.header, ...one.rows);
    const first = await drop(world, 'feed/night-1.csv', broken);
    expect(first.sent).toHaveLength(2);
    expect(first.rejected.map((row) => row.split(' ')[0])).toEqual(['3', '4', '5']);

    const repaired = await drop(world, 'feed/night-2.csv', whole);
    expect(repaired.sent).toHaveLength(1);
    const [order] = repaired.sent as readonly EventItem[];
    expect(order?.attributes[one.list]).toHaveLength(3);
    expect(repaired.report.outcomes).toMatchObject({ delivered: 3, duplicate: 2 });

    expect((await drop(world, 'feed/night-3.csv', whole)).sent).toEqual([]);
  });

  it.each([
    ['an order of Shopify', SHOPIFY, 2, 'Rug', '"R"ug', '"""R""ug"'],
    ['a basket', BASKETS, 3, 'Oil', '"O"il', '"""O""il"'],
    ['an order with ids', ITEMS, 1, 'PEN', '"P"EN', '"""P""EN"'],
    ['seats', SEATS, 2, '3,A', '"3"x,A', '"""3""x"'],
  ])(
    'is delivered whole from rejects.csv after the row is repaired there: %s',
    async (_, one, at, good, bad, shown) => {
      const world = pipelineOf({ feed: { ...one.feed, timezone: 'UTC' } });
      const damaged = one.rows.map((row, n) => (n === at ? row.replace(good, bad) : row));
      const { rejects } = await drop(world, 'feed/night-1.csv', csv(one.header, ...damaged));
      expect(rejects).toContain(shown);
      const fixed = rejects.replace(shown, good.replace(',A', ''));
      const repaired = await drop(world, 'feed/rejects.csv', fixed);
      const [order, ...more] = repaired.sent as readonly EventItem[];
      expect(more).toEqual([]);
      expect(order?.attributes[one.list]).toHaveLength(3);
      expect(repaired.rejected).toEqual([]);
    },
  );
});

describe('kind 2: rows of an order that are parted', () => {
  const parted = (rows: readonly string[]) => [rows[1], rows[0], rows[2], rows[3], rows[4]] as string[];
  it.each([
    ['by another order', ITEMS, parted(ITEMS.rows), [2, 4, 5]],
    ['by a damaged row', ITEMS, [...ITEMS.rows.slice(0, 2), '"z"9,c9', ...ITEMS.rows.slice(2)], [3, 4, 5, 6]],
    ['in a basket', BASKETS, parted(BASKETS.rows), [2, 4, 5]],
    [
      'at the end of the file',
      BASKETS,
      [...BASKETS.rows.slice(0, 3), BASKETS.rows[4], BASKETS.rows[3]] as string[],
      [3, 4, 6],
    ],
    ['from their first row', SEATS, parted(SEATS.rows), [2, 4, 5]],
  ])('are rejected together: %s', async (_, one, rows, lines) => {
    const feed = { ...one.feed, timezone: 'UTC' };
    for (const small of [undefined, { chunkBytes: 1, partitions: 3 }]) {
      const dropped = await drop(pipelineOf({ feed }), 'feed/file.csv', csv(one.header, ...rows), small);
      expect(dropped.rejected.map((row) => Number(row.split(' ')[0]))).toEqual(lines);
      expect(dropped.sent).toHaveLength(2);
      expect(dropped.report.unfinished).toBe(0);
    }
  });

  it('are rejected together if they are in two files of one import', async () => {
    const world = pipelineOf({ feed: { ...items, file: { trigger: 'success' } } });
    const { header, rows } = ITEMS;
    await world.objects.put('incoming/feed/day/1.csv', csv(header, ...rows.slice(0, 2)));
    await world.objects.put('incoming/feed/day/2.csv', csv(header, ...rows.slice(2)));
    const { sent, rejected } = await drop(world, 'feed/day/_SUCCESS', '');
    expect(sent).toHaveLength(2);
    expect(rejected).toEqual(['3 group_apart', '2 group_apart', '3 group_apart']);
  });

  it('are in rejects.csv with their own cells if blank rows are above and between them', async () => {
    const { header, rows } = ITEMS;
    const [first = '', second = '', third = '', ...more] = rows;
    const body = csv(header, first, ',,,,', second, ',,,,', third.replace('INK', '"I"NK'), ...more);
    const { sent, rejects, rejected } = await drop(pipelineOf({ feed: items }), 'feed/1.csv', body);
    expect(sent).toHaveLength(2);
    expect(rejected.map((row) => Number(row.split(' ')[0]))).toEqual([4, 6, 7]);
    const codes = rejects
      .trim()
      .split('\n')
      .map((line) => line.split(',')[3]);
    expect(codes).toEqual(['sku', 'PEN', '"""I""NK"', 'PAD']);
  });

  it('are incomplete if only some of the rejected rows are dropped again', async () => {
    const world = pipelineOf({ feed: items });
    const { header, rows } = ITEMS;
    const { rejects } = await drop(world, 'feed/1.csv', csv(header, ...parted(rows)));
    const half = rejects.split('\n').filter((line) => !line.includes('PAD'));
    const { sent, rejected } = await drop(world, 'feed/2.csv', half.join('\n'));
    expect(sent).toEqual([]);
    expect(rejected).toEqual(['2 group_incomplete', '3 group_incomplete']);
  });
});

describe('kind 15: a second person in an order', () => {
  it.each([
    ['another id', ITEMS, 2, (row: string) => row.replace('c1', 'cB')],
    ['another id in the last row', ITEMS, 3, (row: string) => row.replace('c1', 'c1x')],
    ['another address', BASKETS, 2, (row: string) => row.replace('bob@', 'eve@')],
    ['a guest below the first row', SEATS, 3, (row: string) => row.replace('k2,', 'k2,g9')],
    ['another address in an order of Shopify', SHOPIFY, 3, (row: string) => row.replace('jon@', 'joe@')],
  ])('rejects the order whole: %s', async (_, one, at, change) => {
    const rows = one.rows.map((row, n) => (n === at ? change(row) : row));
    const world = pipelineOf({ feed: { ...one.feed, timezone: 'UTC' } });
    const { sent, rejected } = await drop(world, 'feed/file.csv', csv(one.header, ...rows));
    expect(sent).toHaveLength(2);
    expect(rejected).toEqual(['3', '4', '5'].map((line) => `${line} group_of_two_people`));
  });
});
