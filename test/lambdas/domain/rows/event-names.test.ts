import { describe, expect, it } from '@jest/globals';
import { TaxonomySchema } from '../../../../lambdas/contracts/feed/taxonomy.ts';
import { compileEventNames } from '../../../../lambdas/domain/rows/event-names.ts';

const EVENTS = {
  checkout_started: { aliases: ['Checkout Started', 'begin_checkout'] },
  order_placed: { properties: { total: 'number' } },
  product_viewed: {},
  products_searched: {},
  opened: {},
} as const;
const closed = compileEventNames(TaxonomySchema.parse({ events: EVENTS }));
const open = compileEventNames(TaxonomySchema.parse({ names: 'open', events: EVENTS }));

describe('compileEventNames', () => {
  it('finds an event by its name, with the types of its properties', () => {
    expect(closed('order_placed')).toEqual({ name: 'order_placed', properties: { total: 'number' } });
  });

  it.each(['Checkout Started', 'begin_checkout'])('finds the event by its alias %s', (alias) => {
    expect(closed(alias)).toMatchObject({ name: 'checkout_started' });
  });

  it.each<[string, string | undefined, string]>([
    ['Order Placed', 'order_placed', 'case and a space'],
    ['order-placed', 'order_placed', 'a dash'],
    ['ORDER_PLACED', 'order_placed', 'case'],
    ['orderPlaced', 'order_placed', 'camel case'],
    ['order_plaecd', undefined, 'two letters swapped in a short name are two errors'],
    ['order_place', 'order_placed', 'a letter is missing'],
    ['checkout_startet', 'checkout_started', 'a letter is wrong'],
    ['Begin Checkout', 'checkout_started', 'similar to an alias'],
    ['Products Searched', 'products_searched', 'the nearest of two'],
    ['open', undefined, 'short names must be exact'],
    ['order_paid', undefined, 'another event'],
    ['__proto__', undefined, 'a name like any other'],
  ])('for %s, suggests %s: %s', (name, hint) => {
    const reject = hint === undefined ? { reject: 'unknown_event' } : { reject: 'misspelt_event', hint };
    expect(closed(name)).toEqual(reject);
    expect(closed(name)).toEqual(reject);
    expect(open(name)).toEqual(hint === undefined ? { name, properties: {} } : reject);
  });

  it('suggests the most similar event, not the first similar one', () => {
    const resolve = compileEventNames(
      TaxonomySchema.parse({ events: { product_viewed: {}, products_viewed: {} } }),
    );
    expect(resolve('Products Viewed')).toEqual({ reject: 'misspelt_event', hint: 'products_viewed' });
    expect(resolve('Product Viewed')).toEqual({ reject: 'misspelt_event', hint: 'product_viewed' });
  });

  it('accepts every name without a taxonomy', () => {
    expect(compileEventNames(undefined)('Anything at all')).toEqual({
      name: 'Anything at all',
      properties: {},
    });
  });
});
