// Shopify's own orders export: an order becomes one `order_placed`, and once each, when a later export first shows
// them, `order_cancelled` and `order_refunded`.
import type { FeedInput } from '../../contracts/feed/feed.ts';
import { digits, lineItems, money, orderColumns } from './shopify-columns.ts';

// With `rollUp: { event: 'order_placed', value: 'total' }` the profile keeps what a person ordered (docs/feeds/).
export const shopifyOrders = {
  kind: 'events',
  // Add `{ as: 'phone', columns: ['Phone'], stripApostrophe: true }` where the workspace has phone as an identifier.
  identifiers: [{ as: 'email', columns: ['Email'] }],
  stripApostrophe: true,
  event: { name: 'order_placed' },
  time: { column: 'Created at' },
  key: [['Id'], ['Name']],
  groupBy: lineItems,
  // So that no cart of a buyer is sent.
  remembers: ['order_placed'],
  also: [
    {
      name: 'order_cancelled',
      when: { column: 'Cancelled at' },
      time: { column: 'Cancelled at' },
      key: [['Id'], ['Name']],
    },
    {
      name: 'order_refunded',
      when: { column: 'Refunded Amount', above: 0 },
      // The export does not say when. The order's own time never makes an old refund look new to a campaign.
      time: { column: 'Created at' },
      key: [
        ['Id', 'Refunded Amount'],
        ['Name', 'Refunded Amount'],
      ],
    },
  ],
  columns: {
    ...orderColumns,
    Name: { as: 'order_name' },
    Id: { as: 'order_id', ...digits },
    // A checkouts export leaves it blank: dropped here by mistake, none of its rows passes for an order.
    'Financial Status': { as: 'financial_status', required: true },
    'Fulfillment Status': { as: 'fulfillment_status' },
    'Paid at': { as: 'paid_at', type: 'datetime' },
    'Fulfilled at': { as: 'fulfilled_at', type: 'datetime' },
    'Cancelled at': { as: 'cancelled_at', type: 'datetime' },
    'Refunded Amount': { as: 'refunded_amount', ...money },
    'Outstanding Balance': { as: 'outstanding_balance', ...money },
  },
  unmapped: 'drop',
} as const satisfies FeedInput;
