// How files are read: one entry per feed. Its name is the folder under incoming/. See docs/feeds/README.md.

import { defineFeeds } from 'csv-to-customerio/define-feeds';
import { events } from 'csv-to-customerio/presets/events';
import { people } from 'csv-to-customerio/presets/people';
import { shopifyOrders } from 'csv-to-customerio/presets/shopify-orders';

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
