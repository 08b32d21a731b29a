import { describe, expect, it } from '@jest/globals';
import { type EventsInput, eventOf, type map, rejected } from './an-event.ts';

describe('the identity of an event', () => {
  const id = (...of: Parameters<typeof map>) => eventOf(...of).id;

  it('is its name and the key columns, not its other columns', () => {
    expect(id({}, { price: '1' })).toBe(id({}, { price: '2', at: '2025-11-04T00:00:00Z', user: '8' }));
    expect(id({}, { event_id: 'e-2' })).not.toBe(id({}));
    expect(id({}, { event: 'order_paid' })).not.toBe(id({}));
  });

  it('can be several columns together', () => {
    const key = [['order', 'status']];
    const of = (order: string, status: string) => id({ key }, { order, status });
    expect(of('1', 'paid')).toBe(of('1', 'paid'));
    expect(of('1', 'paid')).not.toBe(of('1', 'sent'));
    expect(of('12', '3')).not.toBe(of('1', '23'));
  });

  it('is the first list of key columns that the file has', () => {
    const key = [['order_id'], ['order_name']];
    expect(id({ key }, { order_name: '#1' })).toBe(id({ key: [['order_name']] }, { order_name: '#1' }));
    expect(rejected({ key }, { order_id: '', order_name: '#1' })).toEqual(['missing_key', 'order_id']);
  });

  it.each([
    ...['#N/A', '#REF!', '#NV', 'Err:502'].map((text) => [text, 'spreadsheet_error']),
    ...['null', 'NULL', 'None', 'n/a', '-', '(null)', 'undefined'].map((text) => [text, 'missing_key']),
  ])('is not %s, which would make one event of many', (text, code) => {
    expect(rejected({}, { event_id: text })).toEqual([code, 'event_id']);
  });

  it('can have a word for a missing value next to other columns, but no error of a spreadsheet', () => {
    const key = [['order', 'shop']];
    expect(id({ key }, { order: '1', shop: 'unknown' })).not.toBe(
      id({ key }, { order: '2', shop: 'unknown' }),
    );
    expect(rejected({ key }, { order: '1', shop: '#REF!' })).toEqual(['spreadsheet_error', 'shop']);
    expect(id({}, { event_id: '#1001' })).not.toBe(id({}, { event_id: '#1002' }));
  });

  it('does not depend on the apostrophe before digits', () => {
    expect(id({}, { event_id: "'5512345678901" })).toBe(id({}, { event_id: '5512345678901' }));
  });

  it('does not depend on the form of a number', () => {
    const of = (refund: string) =>
      id({ key: [['refund']], columns: { refund: { type: 'number' } } }, { refund });
    expect(of('10')).toBe(of('10.00'));
    expect(of('10.5')).toBe(of('10.50'));
    expect(of('100')).not.toBe(of('10'));
    expect(id({ key: [['ref']] }, { ref: '10.00' })).not.toBe(id({ key: [['ref']] }, { ref: '10' }));
  });

  it('is the content if the feed has no key; the case of email addresses does not matter', () => {
    const key: EventsInput['key'] = [];
    const email = { user: '', email: 'Ann@Example.com' };
    expect(id({ key }, email)).toBe(id({ key }, { user: '', email: 'ann@example.com ' }));
    expect(id({ key }, { price: '1' })).toBe(id({ key }, { price: '1' }));
    expect(id({ key }, { price: '1' })).not.toBe(id({ key }, { price: '2' }));
    expect(id({ key }, { at: '2025-11-04T00:00:00Z' })).not.toBe(id({ key }));
    expect(id({ key }, { user: '8' })).not.toBe(id({ key }));
  });
});
