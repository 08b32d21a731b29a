import { describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { rememberedNames, remembersOf } from '../../../../lambdas/contracts/feed/remembered.ts';
import { events } from '../../../../lambdas/domain/presets/events.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from '../../../../lib/define-feeds.ts';

type Events = Extract<FeedsInput['feeds'][string], { kind: 'events' }>;
type Rule = NonNullable<Events['suppress']>[number];

const named = (name: string, change: Partial<Events> = {}): Events => ({
  ...events,
  event: { name },
  ...change,
});
const rule = (event: string, by: string, of: Rule['of'] = 'person'): Rule => ({
  event,
  by,
  within: '30d',
  of,
});
const carts = (by: string, change: Partial<Events> = {}) =>
  named('checkout_started', { suppress: [rule('checkout_started', by)], ...change });
const refund: NonNullable<Events['also']>[number] = {
  name: 'order_refunded',
  when: { column: 'r' },
  time: 'file',
  key: [['id']],
};
const closed: FeedsInput['taxonomy'] = {
  names: 'closed',
  events: { order_placed: { aliases: ['Order Placed'] }, checkout_started: {} },
};

const define = (feeds: FeedsInput['feeds'], taxonomy?: FeedsInput['taxonomy']) =>
  defineFeeds({ workspace: 'main', feeds, taxonomy });

describe('a rule of suppress', () => {
  it.each<[string, FeedsInput['feeds'], FeedsInput['taxonomy'], string]>([
    [
      'a by with a typing error',
      { orders: named('order_placed'), carts: carts('order_plaecd') },
      undefined,
      'feed "carts", suppress.0.by: no feed sends an event "order_plaecd", so the rule would never apply. Correct the name, add the feed that sends it, or remove the rule (with suppress: [] those of a preset). Events: checkout_started, order_placed; did you mean "order_placed"?',
    ],
    [
      'a by whose feed is missing',
      { carts: shopifyCheckouts },
      undefined,
      'no feed sends an event "order_placed"',
    ],
    [
      'a by, and no feed has further events',
      { people, carts: carts('order_placed') },
      undefined,
      'no feed sends an event "order_placed"',
    ],
    [
      'a by that the closed taxonomy does not have',
      { all: { ...events, suppress: [rule('checkout_started', 'order_paid')] } },
      closed,
      'no feed sends an event "order_paid"',
    ],
    [
      'another name of the event',
      { all: { ...events, suppress: [rule('checkout_started', 'Order Placed')] } },
      closed,
      'did you mean "order_placed"?',
    ],
    [
      'a by of the same rows that another feed sends',
      {
        orders: named('order_placed', { suppress: [rule('order_placed', 'order_refunded', 'rows')] }),
        refunds: named('order_refunded'),
      },
      undefined,
      'feed "orders", suppress.0.by: this feed does not send an event "order_refunded"',
    ],
    [
      'an event that another feed sends',
      {
        orders: named('order_placed'),
        carts: carts('order_placed', { suppress: [rule('cart', 'order_placed')] }),
      },
      undefined,
      'feed "carts", suppress.0.event: this feed does not send an event "cart"',
    ],
  ])('is a mistake if it names %s', (_, feeds, taxonomy, message) => {
    expect(() => define(feeds, taxonomy)).toThrow(message);
  });

  it.each<[string, FeedsInput['feeds'], FeedsInput['taxonomy']]>([
    ['of a feed with one name', { orders: named('order_placed'), carts: carts('order_placed') }, undefined],
    ['of a feed whose column names events', { all: events, carts: carts('anything') }, undefined],
    [
      'of the same feed',
      { all: { ...events, suppress: [rule('checkout_started', 'order_placed')] } },
      undefined,
    ],
    [
      'further in the rows of a feed',
      { orders: named('order_placed', { also: [refund] }), carts: carts('order_refunded') },
      undefined,
    ],
    ['of a closed taxonomy', { all: events, carts: carts('order_placed') }, closed],
    [
      'under another name of the taxonomy',
      { orders: named('Order Placed'), carts: carts('order_placed') },
      closed,
    ],
    ['of the presets', { orders: shopifyOrders, carts: shopifyCheckouts }, undefined],
  ])('names an event %s', (_, feeds, taxonomy) => {
    expect(() => define(feeds, taxonomy)).not.toThrow();
  });
});

describe('the events that a feed remembers', () => {
  const parse = (feeds: FeedsInput['feeds']) => FeedsSchema.parse({ workspace: 'main', feeds });
  const all = parse({
    orders: named('order_placed'),
    carts: carts('order_placed'),
    visits: named('visited', { remembers: ['visited'] }),
    any: { ...events, suppress: [rule('a', 'b'), rule('c', 'd', 'rows')] },
    people,
  });
  const of = (name: string) => all.feeds[name] as (typeof all)['feeds'][string];

  it('are those that the rules of all feeds name in by, and those that it names itself', () => {
    expect(rememberedNames(of('orders'), all)).toEqual(['b', 'order_placed']);
    expect(rememberedNames(of('carts'), all)).toEqual(['b', 'order_placed']);
    expect(rememberedNames(of('visits'), all)).toEqual(['b', 'order_placed', 'visited']);
    expect(rememberedNames(of('people'), all)).toEqual([]);
  });

  it('count for the turn only if the feed can send them', () => {
    expect(remembersOf(of('orders'), all)).toEqual(['order_placed']);
    expect(remembersOf(of('carts'), all)).toEqual([]);
    expect(remembersOf(of('any'), all)).toEqual(['b', 'order_placed']);
    expect(remembersOf(of('people'), all)).toEqual([]);
  });
});
