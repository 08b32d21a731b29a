import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed.ts';
import type { EventItem } from '../../../../lambdas/domain/delivery/item.ts';
import { csvOf, type MapFileOptions, mapFile } from '../../../builders/map-file.ts';
import { NEW_YEAR } from '../../../builders/operation.ts';

type EventsInput = Extract<FeedInput, { kind: 'events' }>;

const EVENTS: EventsInput = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['user'] },
    { as: 'email', columns: ['email'] },
  ],
  event: { column: 'event' },
  time: { column: 'at' },
  key: [['event_id']],
};
const ROW = { event_id: 'e-1', event: 'order_placed', at: '2025-11-03T14:05:09-05:00', user: '7' };
const AT = 1762196709;

function map(
  change: Partial<EventsInput>,
  row: Readonly<Record<string, string>> = {},
  options?: MapFileOptions,
) {
  const cells = { ...ROW, ...row };
  return mapFile({ ...EVENTS, ...change }, csvOf(Object.keys(cells), Object.values(cells)), options);
}

const eventOf = (...of: Parameters<typeof map>) => map(...of).items[0] as EventItem;

function rejected(...of: Parameters<typeof map>): unknown {
  const [reject] = map(...of).rejects;
  return reject && [reject.code, reject.column];
}

describe('a row of an events feed', () => {
  it('becomes an event: who, what, when, and every other column a property', () => {
    const { items, events, operations } = map(
      {},
      { email: 'ann@example.com', product: 'Desk, walnut', price: '007' },
    );
    expect(items).toEqual([
      {
        type: 'person',
        action: 'event',
        identifiers: { id: '7' },
        id: expect.stringMatching(/^01HF7YAT00[0-9A-HJKMNP-TV-Z]{16}$/),
        name: 'order_placed',
        timestamp: AT,
        attributes: { email: 'ann@example.com', product: 'Desk, walnut', price: '007' },
      },
    ]);
    expect(events).toEqual([{ name: 'order_placed', seconds: AT }]);
    expect(operations[0]?.meta).toMatchObject({ kind: 'event', row: 2, rows: 1, person: 'id:7', at: AT });
  });

  it('takes its name from the feed, or from the first of several columns that the file has, trimmed', () => {
    expect(eventOf({ event: { name: 'page_viewed' } })).toMatchObject({
      name: 'page_viewed',
      attributes: { event: 'order_placed' },
    });
    expect(eventOf({ event: { column: ['name', 'event'] } }, { event: ' signed_up ' }).name).toBe(
      'signed_up',
    );
  });

  it('keeps further columns of names and times as properties', () => {
    const change: Partial<EventsInput> = { time: { column: ['at', 'received_at'] } };
    expect(eventOf(change, { received_at: 'later' }).attributes).toEqual({ received_at: 'later' });
  });

  it('sends a key column as a property, too, where a rule names it', () => {
    expect(eventOf({ columns: { event_id: {} } }).attributes).toEqual({ event_id: 'e-1' });
  });

  it('resolves a time that the clock skipped or showed twice by a stated rule, and counts it', () => {
    const zone: Partial<EventsInput> = { timezone: 'America/New_York' };
    expect(map(zone, { at: '2025-03-09 02:30:00' }).events).toEqual([
      { name: 'order_placed', seconds: 1741505400, note: 'dst_gap' },
    ]);
    expect(map(zone, { at: '2025-11-02 01:30:00' }).events).toEqual([
      { name: 'order_placed', seconds: 1762061400, note: 'dst_overlap' },
    ]);
  });

  it.each<[string, Partial<EventsInput>, Readonly<Record<string, string>>, readonly [string, string?]]>([
    ['without a person', {}, { user: '' }, ['no_identifier', 'user']],
    ['without a name', {}, { event: ' ' }, ['missing_event_name', 'event']],
    ['with a name of 101 bytes', {}, { event: `${'é'.repeat(50)}x` }, ['event_name_too_long', 'event']],
    ['without a time', {}, { at: '' }, ['missing_time', 'at']],
    ['with a null token for a time', { nullTokens: ['\\N'] }, { at: '\\N' }, ['missing_time', 'at']],
    ['with a time of no zone', {}, { at: '2025-11-03 14:05:09' }, ['time_without_zone', 'at']],
    ['with a time that could be two', { timezone: 'UTC' }, { at: '01/02/2025' }, ['ambiguous_date', 'at']],
    [
      'with a time of another unit',
      { time: { column: 'at', format: 'epoch_seconds' } },
      { at: '1762196709123' },
      ['time_out_of_range', 'at'],
    ],
    ['of 1999', {}, { at: '1999-12-31T00:00:00Z' }, ['time_out_of_range', 'at']],
    ['of the day after tomorrow', {}, { at: '2026-01-02T00:00:01Z' }, ['future_time', 'at']],
    ['without a key', {}, { event_id: '' }, ['missing_key', 'event_id']],
    [
      'with a null token for a key',
      { nullTokens: ['NULL'] },
      { event_id: 'NULL' },
      ['missing_key', 'event_id'],
    ],
    ['with a damaged key', {}, { event_id: '5.51235E+12' }, ['scientific_notation', 'event_id']],
    [
      'with a value of the wrong type',
      { columns: { n: { type: 'number' } } },
      { n: 'x' },
      ['not_a_number', 'n'],
    ],
  ])('is rejected %s', (_, change, row, reject) => {
    expect(rejected(change, row)).toEqual(reject);
  });

  it('may lie a day ahead, for clocks are not exact, or further where the feed says so', () => {
    expect(eventOf({}, { at: '2026-01-02T00:00:00Z' }).timestamp).toBe(NEW_YEAR + 86_400);
    expect(eventOf({ allowFuture: true }, { at: '2038-01-19T03:14:08Z' }).timestamp).toBe(2147483648);
  });
});

describe('what makes an event the same event', () => {
  const id = (...of: Parameters<typeof map>) => eventOf(...of).id;

  it('is its name and the key columns, whatever else changes', () => {
    expect(id({}, { price: '1' })).toBe(id({}, { price: '2', at: '2025-11-04T00:00:00Z', user: '8' }));
    expect(id({}, { event_id: 'e-2' })).not.toBe(id({}));
    expect(id({}, { event: 'order_paid' })).not.toBe(id({}));
  });

  it('may be several columns together', () => {
    const key = [['order', 'status']];
    const of = (order: string, status: string) => id({ key }, { order, status });
    expect(of('1', 'paid')).toBe(of('1', 'paid'));
    expect(of('1', 'paid')).not.toBe(of('1', 'sent'));
    expect(of('12', '3')).not.toBe(of('1', '23'));
  });

  it('is the first list of columns that the file has', () => {
    const key = [['order_id'], ['order_name']];
    expect(id({ key }, { order_name: '#1' })).toBe(id({ key: [['order_name']] }, { order_name: '#1' }));
    expect(rejected({ key }, { order_id: '', order_name: '#1' })).toEqual(['missing_key', 'order_id']);
  });

  it('does not depend on the apostrophe before digits', () => {
    expect(id({}, { event_id: "'5512345678901" })).toBe(id({}, { event_id: '5512345678901' }));
  });

  it('is the content where the feed has no key; e-mail addresses are the same in any case', () => {
    const key: EventsInput['key'] = [];
    const email = { user: '', email: 'Ann@Example.com' };
    expect(id({ key }, email)).toBe(id({ key }, { user: '', email: 'ann@example.com ' }));
    expect(id({ key }, { price: '1' })).toBe(id({ key }, { price: '1' }));
    expect(id({ key }, { price: '1' })).not.toBe(id({ key }, { price: '2' }));
    expect(id({ key }, { at: '2025-11-04T00:00:00Z' })).not.toBe(id({ key }));
    expect(id({ key }, { user: '8' })).not.toBe(id({ key }));
  });
});

describe('rows of one order', () => {
  const ORDERS: EventsInput = {
    ...EVENTS,
    event: { name: 'order_placed' },
    key: [['order']],
    groupBy: {
      column: 'order',
      headColumn: 'total',
      items: { as: 'cart.items', columns: { sku: {}, n: { as: 'quantity', type: 'integer' } } },
    },
    columns: { order: { as: 'order_number' } },
  };
  const HEADER = ['order', 'user', 'at', 'total', 'sku', 'n'];
  const at = ROW.at;

  it('become one event with an array of what each adds', () => {
    const { items, operations } = mapFile(
      ORDERS,
      csvOf(
        HEADER,
        ['#1', '7', at, '30.00', 'A', '1'],
        ['#1', '', '', '', 'B', ''],
        ['#2', '8', at, '5', 'C', '3'],
      ),
    );
    expect(items.map((item) => 'attributes' in item && item.attributes)).toEqual([
      { order_number: '#1', total: '30.00', cart: { items: [{ sku: 'A', quantity: 1 }, { sku: 'B' }] } },
      { order_number: '#2', total: '5', cart: { items: [{ sku: 'C', quantity: 3 }] } },
    ]);
    expect(operations.map(({ meta: { row, rows } }) => [row, rows])).toEqual([
      [2, 2],
      [4, 1],
    ]);
  });

  it('are rejected where their first row does not stand before them', () => {
    const { rejects, items } = mapFile(
      ORDERS,
      csvOf(
        HEADER,
        ['#1', '7', at, '30', 'A', '1'],
        ['#2', '8', at, '5', 'C', '3'],
        ['#1', '7', at, '', 'B', '1'],
        ['#1', '7', at, '', 'D', '1'],
      ),
    );
    expect(items).toHaveLength(2);
    expect(rejects.map(({ line, code, column }) => [line, code, column])).toEqual([
      [4, 'orphan_continuation', 'total'],
      [5, 'orphan_continuation', 'total'],
    ]);
  });

  it('are rejected together where one of them cannot be read', () => {
    const { rejects, items } = mapFile(
      ORDERS,
      csvOf(HEADER, ['#1', '7', at, '30', 'A', '1'], ['#1', '', '', '', 'B', 'two']),
    );
    expect(items).toEqual([]);
    expect(rejects.map(({ line, code, column }) => [line, code, column])).toEqual([
      [2, 'not_an_integer', 'n'],
      [3, 'not_an_integer', 'n'],
    ]);
  });

  it('group by adjacency alone where every row repeats the order', () => {
    const { groupBy } = ORDERS;
    const feed: EventsInput = { ...ORDERS, groupBy: groupBy && { column: 'order', items: groupBy.items } };
    const { items } = mapFile(
      feed,
      csvOf(HEADER, ['#1', '7', at, '30', 'A', '1'], ['#1', '7', at, '30', 'B', '1']),
    );
    expect(items).toMatchObject([
      { attributes: { total: '30', cart: { items: [{ sku: 'A' }, { sku: 'B' }] } } },
    ]);
  });
});

describe('a further event of the same rows', () => {
  const also: EventsInput['also'] = [
    {
      name: 'order_cancelled',
      when: { column: 'cancelled_at' },
      time: { column: 'cancelled_at' },
      key: [['event_id']],
    },
    {
      name: 'order_refunded',
      when: { column: 'refund', above: 0 },
      time: 'file',
      key: [['event_id', 'refund']],
    },
  ];

  it('happens where its column is filled, and larger than what the feed states', () => {
    const names = (row: Readonly<Record<string, string>>) =>
      map({ also }, row).events.map(({ name }) => name);
    expect(names({ cancelled_at: '', refund: '0.00' })).toEqual(['order_placed']);
    expect(names({ cancelled_at: '', refund: '' })).toEqual(['order_placed']);
    expect(names({ refund: '0.01' })).toEqual(['order_placed', 'order_refunded']);
    expect(names({ cancelled_at: '2025-11-04T00:00:00Z', refund: '5' })).toEqual([
      'order_placed',
      'order_cancelled',
      'order_refunded',
    ]);
    expect(names({})).toEqual(['order_placed']);
  });

  it('has its own time and key, the properties of the rows, and counts no row again', () => {
    const { items, operations } = map({ also }, { cancelled_at: '2025-11-04T00:00:00Z', refund: '5' });
    const [placed, cancelled, refunded] = items as EventItem[];
    expect([placed?.timestamp, cancelled?.timestamp, refunded?.timestamp]).toEqual([
      AT,
      1762214400,
      NEW_YEAR,
    ]);
    expect(cancelled?.attributes).toEqual(placed?.attributes);
    expect(new Set([placed?.id, cancelled?.id, refunded?.id]).size).toBe(3);
    expect(operations.map(({ meta }) => meta.rows)).toEqual([1, 0, 0]);
    const more = map({ also }, { cancelled_at: '2025-11-04T00:00:00Z', refund: '7' }).items as EventItem[];
    expect(more.map(({ id }) => id).slice(0, 2)).toEqual([placed?.id, cancelled?.id]);
    expect(more[2]?.id).not.toBe(refunded?.id);
  });

  it('rejects the rows where it cannot be told: half of the story is not sent', () => {
    expect(rejected({ also }, { cancelled_at: 'yesterday' })).toEqual(['invalid_time', 'cancelled_at']);
    expect(map({ also }, { cancelled_at: 'yesterday' }).items).toEqual([]);
  });
});

describe('the taxonomy', () => {
  const taxonomy: MapFileOptions['taxonomy'] = {
    events: {
      order_placed: {
        properties: { total: 'number', gift: 'boolean', items: 'list' },
        aliases: ['Order Completed'],
      },
      order_cancelled: {},
    },
  };

  it('names the event that a spelling means', () => {
    expect(eventOf({}, { event: 'Order Completed' }, { taxonomy }).name).toBe('order_placed');
  });

  it('rejects a near miss, naming what is meant, and a name that it does not know', () => {
    const [miss] = map({}, { event: 'Order Placed' }, { taxonomy }).rejects;
    expect(miss).toMatchObject({ code: 'misspelt_event', column: 'event' });
    expect(miss?.reason).toBe(
      'Column "event": The taxonomy knows no event of this name, but one much like it. Is it "order_placed"? ' +
        'Correct the name, or add it to the aliases of the intended event.',
    );
    expect(rejected({}, { event: 'newsletter_opened' }, { taxonomy })).toEqual(['unknown_event', 'event']);
  });

  it('of the feed replaces the shared one', () => {
    const own: Partial<EventsInput> = { taxonomy: { events: { signed_up: {} } } };
    expect(rejected(own, {}, { taxonomy })).toEqual(['unknown_event', 'event']);
    expect(eventOf(own, { event: 'signed_up' }, { taxonomy }).name).toBe('signed_up');
  });

  it('gives properties their types; the others are as the feed says', () => {
    expect(eventOf({}, { total: '12.50', gift: 'yes', other: '7' }, { taxonomy }).attributes).toEqual({
      total: 12.5,
      gift: true,
      other: '7',
    });
  });

  it('rejects a property of another type by its column', () => {
    const columns: EventsInput['columns'] = { Total: { as: 'total' } };
    expect(rejected({ columns }, { Total: 'free' }, { taxonomy })).toEqual(['wrong_property_type', 'Total']);
    expect(rejected({}, { items: 'a,b' }, { taxonomy })).toEqual(['wrong_property_type', 'items']);
  });

  it('knows further events, too, each with its own types', () => {
    const also: EventsInput['also'] = [
      { name: 'Order Gone', when: { column: 'gone' }, time: 'file', key: [['event_id']] },
    ];
    const other: MapFileOptions['taxonomy'] = {
      events: {
        order_placed: { properties: { total: 'number' } },
        order_cancelled: { properties: { total: 'string' }, aliases: ['Order Gone'] },
      },
    };
    const { items } = map({ also }, { gone: '1', total: '5' }, { taxonomy: other });
    expect(items).toMatchObject([
      { name: 'order_placed', attributes: { total: 5 } },
      { name: 'order_cancelled', attributes: { total: '5' } },
    ]);
  });
});
