// The feeds for the files of the benchmark.
import type { FeedInput, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';

const events = {
  kind: 'events',
  identifiers: [{ as: 'id', columns: ['customer_id'] }],
  event: { column: 'event_name' },
  time: { column: 'timestamp' },
  key: [['event_id']],
  columns: { price: { type: 'number' }, quantity: { type: 'integer' } },
} as const satisfies FeedInput;

export const BENCH_FEEDS: Feeds = defineFeeds(
  {
    workspace: 'bench',
    feeds: {
      events,
      orders: shopifyOrders,
      transformed: {
        ...events,
        transform: {
          adds: ['day', 'hour'],
          run: (row) => {
            const [day = '', time = ''] = (row.timestamp ?? '').split(/[T ]/);
            return { ...row, day, hour: time.slice(0, 2) };
          },
        },
      },
      // Everything except forwarding.
      held: { ...events, limits: { maxRejectShare: 0 } },
    },
  },
  import.meta.url,
);
