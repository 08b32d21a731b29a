// Shopify's abandoned checkouts export. It resembles the orders export: an order taken for a cart would mail a buyer,
// so a file with columns that only orders have is refused.
import type { FeedInput } from '../../contracts/feed/feed.ts';
import { digits, lineItems, orderColumns } from './shopify-columns.ts';

export const shopifyCheckouts = {
  kind: 'events',
  // Add `{ as: 'phone', columns: ['Phone'], stripApostrophe: true }` where the workspace has phone as an identifier.
  identifiers: [{ as: 'email', columns: ['Email'] }],
  refuses: ['Outstanding Balance', 'Payment ID'],
  stripApostrophe: true,
  event: { name: 'checkout_started' },
  time: { column: 'Created at' },
  key: [['Id'], ['Name']],
  groupBy: lineItems,
  // Nobody is reminded of what they have bought; told by the orders of the same person, see `remembers` there.
  suppress: [{ event: 'checkout_started', by: 'order_placed', within: '30d' }],
  columns: {
    ...orderColumns,
    Name: { as: 'checkout_name' },
    Id: { as: 'checkout_id', ...digits },
  },
  unmapped: 'drop',
} as const satisfies FeedInput;
