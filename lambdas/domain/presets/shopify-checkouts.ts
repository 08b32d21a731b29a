// Shopify's export of abandoned checkouts. It looks like the export of orders, and an order that is read as a cart would
// send a reminder to a buyer. So a file with columns that only orders have is refused.
import type { FeedInput } from '../../contracts/feed/feed.ts';
import { digits, lineItems, orderColumns } from './shopify-columns.ts';

export const shopifyCheckouts = {
  kind: 'events',
  // If the workspace has phone as an identifier, add `{ as: 'phone', columns: ['Phone'], stripApostrophe: true }`.
  identifiers: [{ as: 'email', columns: ['Email'] }],
  refuses: ['Outstanding Balance', 'Payment ID'],
  stripApostrophe: true,
  event: { name: 'checkout_started' },
  time: { column: 'Created at' },
  key: [['Id'], ['Name']],
  groupBy: lineItems,
  // No one is reminded of what they bought. A feed must send these events: all feeds remember what a rule names in `by`.
  suppress: [{ event: 'checkout_started', by: 'order_placed', within: '30d' }],
  columns: {
    ...orderColumns,
    Name: { as: 'checkout_name' },
    Id: { as: 'checkout_id', ...digits },
  },
  unmapped: 'drop',
} as const satisfies FeedInput;
