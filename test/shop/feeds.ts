// The feeds of the model shop.
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../lambdas/domain/presets/warehouse-events.ts';

export const SHOP_FEEDS: Feeds = FeedsSchema.parse({
  workspace: 'main',
  feeds: {
    orders: { ...shopifyOrders, rollUp: { event: 'order_placed', value: 'total' } },
    checkouts: { ...shopifyCheckouts, after: ['orders'] },
    visits: warehouseEvents,
  },
});
