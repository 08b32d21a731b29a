import { describe, expect, it } from '@jest/globals';
import type { EventItem } from '../../../../lambdas/domain/operations/item.ts';
import { NEW_YEAR } from '../../../builders/operation.ts';
import { AT, type EventsInput, map, rejected } from './an-event.ts';

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

  const [recently, longAgo] = ['2025-12-31T23:00:00Z', '2025-10-04T00:00:00Z'];
  const orderedRecently = { at: recently };

  it('happens if its column has a value that is above the number in the feed', () => {
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

  it('has its own time and key and the properties of the rows, and counts no row twice', () => {
    const { items, operations } = map({ also }, { cancelled_at: '2025-11-04T00:00:00Z', refund: '5' });
    const [placed, cancelled, refunded] = items as EventItem[];
    expect([placed?.timestamp, cancelled?.timestamp, refunded?.timestamp]).toEqual([
      AT,
      1762214400,
      NEW_YEAR,
    ]);
    expect(cancelled?.attributes).toEqual(placed?.attributes);
    expect(new Set([placed?.id, cancelled?.id, refunded?.id]).size).toBe(3);
    expect(operations.map(({ meta }) => meta.countsRows)).toEqual([true, false, false]);
    const more = map({ also }, { cancelled_at: '2025-11-04T00:00:00Z', refund: '7' }).items as EventItem[];
    expect(more.map(({ id }) => id).slice(0, 2)).toEqual([placed?.id, cancelled?.id]);
    expect(more[2]?.id).not.toBe(refunded?.id);
  });

  it('rejects the rows if it cannot be read, so that no event of them is sent', () => {
    expect(rejected({ also }, { cancelled_at: 'yesterday' })).toEqual(['invalid_time', 'cancelled_at']);
    expect(map({ also }, { cancelled_at: 'yesterday' }).items).toEqual([]);
  });

  it.each([
    ['the order, which is too old', '1d', { cancelled_at: recently }, ['order_cancelled']],
    [
      'the cancellation, which is too old',
      '40d',
      { ...orderedRecently, cancelled_at: longAgo },
      ['order_placed'],
    ],
    ['nothing', '9999d', { cancelled_at: recently }, ['order_placed', 'order_cancelled']],
    ['all events, if all are too old', '1d', { cancelled_at: longAgo }, []],
    ['a refund without a time of its own, with its order', '1d', { refund: '5' }, []],
    [
      'a refund with its order, not a younger cancellation',
      '1d',
      { cancelled_at: recently, refund: '5' },
      ['order_cancelled'],
    ],
  ])('is judged by maxAge on its own, which leaves out %s', (_, maxAge, row, names) => {
    const { operations, events, setAside } = map({ also, maxAge }, row);
    expect(operations.map(({ meta }) => meta.name)).toEqual(names);
    expect(events.map(({ name }) => name)).toEqual(names);
    expect(operations.map(({ meta }) => meta.countsRows)).toEqual(names.map((_, at) => at === 0));
    expect(setAside.map(({ outcome }) => outcome)).toEqual(names.length === 0 ? ['expired'] : []);
  });
});
