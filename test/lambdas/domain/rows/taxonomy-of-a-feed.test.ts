import { describe, expect, it } from '@jest/globals';
import type { MapFileOptions } from '../../../builders/map-file.ts';
import { type EventsInput, eventOf, map, rejected } from './an-event.ts';

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

  it('finds the event of an alias', () => {
    expect(eventOf({}, { event: 'Order Completed' }, { taxonomy }).name).toBe('order_placed');
  });

  it('rejects a misspelled name with a suggestion, and an unknown name', () => {
    const [miss] = map({}, { event: 'Order Placed' }, { taxonomy }).rejects;
    expect(miss).toMatchObject({ code: 'misspelt_event', column: 'event' });
    expect(miss?.reason).toBe(
      'Column "event": The taxonomy has no event with this name, but one with a similar name. Did you mean "order_placed"? ' +
        'To fix: Correct the name, or add it to the aliases of the right event in taxonomy.events in feeds.config.ts.',
    );
    expect(rejected({}, { event: 'newsletter_opened' }, { taxonomy })).toEqual(['unknown_event', 'event']);
  });

  it('of the feed replaces the shared one', () => {
    const own: Partial<EventsInput> = { taxonomy: { events: { signed_up: {} } } };
    expect(rejected(own, {}, { taxonomy })).toEqual(['unknown_event', 'event']);
    expect(eventOf(own, { event: 'signed_up' }, { taxonomy }).name).toBe('signed_up');
  });

  it('converts properties to their types; the types of the feed apply to the others', () => {
    expect(eventOf({}, { total: '12.50', gift: 'yes', other: '7' }, { taxonomy }).attributes).toEqual({
      event_id: 'e-1',
      total: 12.5,
      gift: true,
      other: '7',
    });
  });

  it('names the column of a property with another type', () => {
    const columns: EventsInput['columns'] = { Total: { as: 'total' } };
    expect(rejected({ columns }, { Total: 'free' }, { taxonomy })).toEqual(['wrong_property_type', 'Total']);
    expect(rejected({}, { items: 'a,b' }, { taxonomy })).toEqual(['wrong_property_type', 'items']);
  });

  it('applies to further events, too, each with its own types', () => {
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
