// How files are read: one entry per feed. Its name is the folder under incoming/. See docs/feeds/README.md.
import { events } from './lambdas/domain/presets/events.ts';
import { people } from './lambdas/domain/presets/people.ts';
import { shopifyOrders } from './lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from './lib/define-feeds.ts';

export const feeds = defineFeeds(
  {
    workspace: 'main',
    feeds: {
      people,
      events,
      'shopify-orders': shopifyOrders,
    },
  },
  import.meta.url,
);
