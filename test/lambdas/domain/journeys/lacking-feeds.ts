// Feeds that suffice for every journey, and feeds that lack one thing of one.
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../../../lambdas/domain/presets/warehouse-events.ts';

export type AllFeeds = Record<string, FeedInput>;

/** A warehouse that sends everything in one feed. */
export const warehouse = {
  ...warehouseEvents,
  freshWithin: '1h',
  taxonomy: { events: { begin_checkout: {}, purchase: {} } },
  columns: {
    value: { type: 'number' },
    products: { type: 'json' },
    item_category: {},
    product_id: {},
  },
  suppress: [{ event: 'begin_checkout', by: 'purchase', within: '30d' }],
} as const satisfies FeedInput;

export const shop = {
  carts: { ...shopifyCheckouts, after: ['orders'], freshWithin: '1h' },
  orders: { ...shopifyOrders, freshWithin: '1d' },
  leads,
} as const satisfies AllFeeds;

const carts = (change: object): AllFeeds => ({ ...shop, carts: { ...shop.carts, ...change } as FeedInput });
const orders = (change: object): AllFeeds => ({
  ...shop,
  orders: { ...shop.orders, ...change } as FeedInput,
});
const without = (columns: object, name: string) =>
  Object.fromEntries(Object.entries(columns).filter(([column]) => column !== name));
const itemsWithout = (...names: readonly string[]) => {
  const { groupBy } = shopifyOrders;
  const kept = names.reduce<object>(without, groupBy.items.columns);
  return { groupBy: { ...groupBy, items: { ...groupBy.items, columns: kept } } };
};
/** Rows of an order that are not grouped. */
const { groupBy: _, ...ungrouped } = shop.orders;

/** [journey, what is missing, the feeds, the need, the state of the journey, a part of the text] */
export const LACKING: readonly [string, string, AllFeeds, string, 'lacks' | 'files', RegExp][] = [
  ['cart-recovery', 'the carts', { orders: shop.orders }, 'event', 'lacks', /No feed sends checkout_started/],
  [
    'cart-recovery',
    'the value',
    carts({ columns: without(without(shopifyCheckouts.columns, 'Total'), 'Subtotal') }),
    'property',
    'lacks',
    /has no total/,
  ],
  [
    'cart-recovery',
    'the value as a number',
    carts({ columns: { ...shopifyCheckouts.columns, Subtotal: {}, Total: { as: 'total' } } }),
    'property',
    'lacks',
    /total, but as text.*Give column "Total" a type/,
  ],
  [
    'cart-recovery',
    'the orders',
    { carts: { ...shop.carts, after: [] }, leads },
    'event',
    'lacks',
    /No feed sends order_placed/,
  ],
  [
    'cart-recovery',
    'a shared identifier',
    orders({ identifiers: [{ as: 'id', columns: ['Id'] }] }),
    'same-person',
    'lacks',
    /different people/,
  ],
  [
    'cart-recovery',
    'the rule about buyers',
    carts({ suppress: [] }),
    'suppressed',
    'lacks',
    /also sent to people who did order_placed/,
  ],
  ['cart-recovery', 'live events', carts({ mode: 'backfill' }), 'live', 'lacks', /is a backfill/],
  [
    'cart-recovery',
    'files within the delay',
    carts({ expectBy: '06:00 UTC' }),
    'often',
    'lacks',
    /one file a day/,
  ],
  [
    'cart-recovery',
    'a warning for late files',
    carts({ freshWithin: undefined }),
    'often',
    'files',
    /once per hour/,
  ],
  [
    'cart-recovery',
    'a warning that comes in time',
    carts({ freshWithin: '2d' }),
    'often',
    'files',
    /once per hour/,
  ],
  ['post-purchase', 'the orders', { leads }, 'event', 'lacks', /No feed sends order_placed/],
  [
    'post-purchase',
    'the items',
    { orders: { ...ungrouped, columns: { ...ungrouped.columns, Vendor: { as: 'vendor' } } } },
    'property',
    'lacks',
    /has no items/,
  ],
  ['post-purchase', 'the category', orders(itemsWithout('Vendor')), 'property', 'lacks', /has no category/],
  ['post-purchase', 'live events', orders({ mode: 'backfill' }), 'live', 'lacks', /is a backfill/],
  [
    'post-purchase',
    'a warning for late files',
    orders({ freshWithin: undefined }),
    'often',
    'files',
    /once per day/,
  ],
  ['winback', 'the orders', { leads }, 'event', 'lacks', /No feed sends order_placed/],
  ['winback', 'old orders', orders({ maxAge: '30d' }), 'history', 'lacks', /no events older than 30d/],
  [
    'winback',
    'a warning for late files',
    orders({ freshWithin: undefined }),
    'often',
    'files',
    /once per day/,
  ],
  ['replenishment', 'the orders', { leads }, 'event', 'lacks', /No feed sends order_placed/],
  [
    'replenishment',
    'the product',
    orders(itemsWithout('Lineitem sku', 'Lineitem name')),
    'property',
    'lacks',
    /has no sku/,
  ],
  ['replenishment', 'old orders', orders({ maxAge: '20d' }), 'history', 'lacks', /no events older than 20d/],
  [
    'replenishment',
    'a warning for late files',
    orders({ freshWithin: undefined }),
    'often',
    'files',
    /once per day/,
  ],
  ['first-purchase', 'people', { orders: shop.orders }, 'people', 'lacks', /No feed sends people/],
  [
    'first-purchase',
    'consent',
    { ...shop, leads: { ...leads, columns: {} } },
    'consent',
    'lacks',
    /sends no consent/,
  ],
  ['first-purchase', 'the orders', { leads }, 'event', 'lacks', /No feed sends order_placed/],
  [
    'first-purchase',
    'a shared identifier',
    { ...shop, leads: { ...leads, identifiers: [{ as: 'id', columns: ['lead'] }] } },
    'same-person',
    'lacks',
    /different people/,
  ],
  [
    'first-purchase',
    'a warning for late files',
    orders({ freshWithin: undefined }),
    'often',
    'files',
    /once per day/,
  ],
];
