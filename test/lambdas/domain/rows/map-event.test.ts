import { describe, expect, it } from '@jest/globals';
import { NEW_YEAR } from '../../../builders/operation.ts';
import { AT, type EventsInput, eventOf, map, rejected } from './an-event.ts';

describe('a row of an events feed', () => {
  it('becomes an event with person, name and time, and a property for every other column', () => {
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
        attributes: { event_id: 'e-1', email: 'ann@example.com', product: 'Desk, walnut', price: '007' },
      },
    ]);
    expect(events).toEqual([{ name: 'order_placed', seconds: AT }]);
    expect(operations[0]?.meta).toMatchObject({
      kind: 'event',
      madeFrom: [{ line: 2, rows: 1 }],
      countsRows: true,
      person: 'id:7',
      at: AT,
    });
  });

  it('gets its name from the feed, or trimmed from the first of several columns that the file has', () => {
    expect(eventOf({ event: { name: 'page_viewed' } })).toMatchObject({
      name: 'page_viewed',
      attributes: { event: 'order_placed' },
    });
    expect(eventOf({ event: { column: ['name', 'event'] } }, { event: ' signed_up ' }).name).toBe(
      'signed_up',
    );
  });

  it('sends other columns with names and times as properties', () => {
    const change: Partial<EventsInput> = { time: { column: ['at', 'received_at'] } };
    expect(eventOf(change, { received_at: 'later' }).attributes).toEqual({
      event_id: 'e-1',
      received_at: 'later',
    });
  });

  it.each([
    ['by default', {}, { event_id: 'e-1' }],
    ['under another name', { columns: { event_id: { as: 'source_id' } } }, { source_id: 'e-1' }],
    ['unless the feed drops it', { columns: { event_id: { drop: true } } }, {}],
    ['unless the feed drops all columns that it does not name', { unmapped: 'drop' }, {}],
    [
      'unless it is the person or the time',
      { key: [['user', 'at']], columns: { event_id: { drop: true } } },
      {},
    ],
  ] as const)('sends a key column as a property, too, %s', (_, change, attributes) => {
    expect(eventOf(change as Partial<EventsInput>).attributes).toEqual(attributes);
  });

  it('is another event at another time, of another person or with other values, if the feed has no key', () => {
    const keyOf = (row: Readonly<Record<string, string>>) => map({ key: [] }, row).operations[0]?.meta.key;
    const key = keyOf({ page: '/' });
    expect(keyOf({ page: '/' })).toBe(key);
    for (const other of [{ at: '2025-11-03T14:05:10-05:00' }, { user: '8' }, { page: '/cart' }])
      expect(keyOf({ page: '/', ...other })).not.toBe(key);
  });

  it('reads a time that the clock skipped or showed twice with a fixed rule, and counts it', () => {
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
    ['with a null token as time', { nullTokens: ['\\N'] }, { at: '\\N' }, ['missing_time', 'at']],
    ['with a time without a zone', {}, { at: '2025-11-03 14:05:09' }, ['time_without_zone', 'at']],
    ['with an ambiguous date', { timezone: 'UTC' }, { at: '01/02/2025' }, ['ambiguous_date', 'at']],
    [
      'with a time in another unit',
      { time: { column: 'at', format: 'epoch_seconds' } },
      { at: '1762196709123' },
      ['time_out_of_range', 'at'],
    ],
    ['with a time in 1999', {}, { at: '1999-12-31T00:00:00Z' }, ['time_out_of_range', 'at']],
    ['with a time after tomorrow', {}, { at: '2026-01-02T00:00:01Z' }, ['future_time', 'at']],
    ['without a key', {}, { event_id: '' }, ['missing_key', 'event_id']],
    ['with a null token as key', { nullTokens: ['NULL'] }, { event_id: 'NULL' }, ['missing_key', 'event_id']],
    ['with a shortened key', {}, { event_id: '5.51235E+12' }, ['scientific_notation', 'event_id']],
    [
      'with a value of the wrong type',
      { columns: { n: { type: 'number' } } },
      { n: 'x' },
      ['not_a_number', 'n'],
    ],
  ])('is rejected %s', (_, change, row, reject) => {
    expect(rejected(change, row)).toEqual(reject);
  });

  it('can be a day in the future, because clocks are not exact, and later if the feed allows it', () => {
    expect(eventOf({}, { at: '2026-01-02T00:00:00Z' }).timestamp).toBe(NEW_YEAR + 86_400);
    expect(eventOf({ allowFuture: true }, { at: '2038-01-19T03:14:08Z' }).timestamp).toBe(2147483648);
  });
});
