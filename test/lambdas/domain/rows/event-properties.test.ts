import { describe, expect, it } from '@jest/globals';
import { csvOf, mapFile } from '../../../builders/map-file.ts';
import { EVENTS, type EventsInput, ROW } from './an-event.ts';

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

  it('become one event with a list of what each row adds', () => {
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
    expect(operations.map(({ meta }) => meta.madeFrom)).toEqual([
      [{ line: 2, rows: 2 }],
      [{ line: 4, rows: 1 }],
    ]);
  });

  it('are rejected if the first row of the order is not directly above', () => {
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

  it('are rejected together if one of them cannot be read', () => {
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

  it('are grouped if every row repeats the columns of the order', () => {
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
