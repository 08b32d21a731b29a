// Shopify's export of orders. An order becomes one `order_placed`, and one `order_cancelled` and `order_refunded` when an
// export first has them.
import type { FeedInput, FurtherEventInput } from '../../contracts/feed/feed.ts';
import { digits, lineItems, mayChange, money, orderColumns } from './shopify-columns.ts';

/**
 * For `also: [...shopifyOrders.also, orderPaid, orderFulfilled]`. They are not part of the preset, so that a release starts
 * no new campaign.
 */
export const orderPaid = {
  name: 'order_paid',
  when: { column: 'Paid at' },
  time: { column: 'Paid at' },
  key: [['Id'], ['Name']],
} as const satisfies FurtherEventInput;

/** Once for an order, also if its items were fulfilled at several times. */
export const orderFulfilled = {
  name: 'order_fulfilled',
  when: { column: 'Fulfilled at' },
  time: { column: 'Fulfilled at' },
  key: [['Id'], ['Name']],
} as const satisfies FurtherEventInput;

// `rollUp: { event: 'order_placed', value: 'total' }` keeps the totals of a person's orders on the profile (docs/feeds/).
export const shopifyOrders = {
  kind: 'events',
  // If the workspace has phone as an identifier, add `{ as: 'phone', columns: ['Phone'], stripApostrophe: true }`.
  identifiers: [{ as: 'email', columns: ['Email'] }],
  stripApostrophe: true,
  event: { name: 'order_placed' },
  time: { column: 'Created at' },
  key: [['Id'], ['Name']],
  groupBy: lineItems,
  // For flows of other feeds. Rules of other feeds, such as that of checkouts, need no `remembers`.
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
      // The export has no time of the refund. With the time of the order, an old refund cannot trigger a campaign.
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
    // An export of checkouts has no value here, so its rows are rejected if it is dropped here by mistake.
    'Financial Status': { as: 'financial_status', required: true, ...mayChange },
    'Fulfillment Status': { as: 'fulfillment_status', ...mayChange },
    'Paid at': { as: 'paid_at', type: 'datetime', ...mayChange },
    'Fulfilled at': { as: 'fulfilled_at', type: 'datetime', ...mayChange },
    'Cancelled at': { as: 'cancelled_at', type: 'datetime', ...mayChange },
    'Refunded Amount': { as: 'refunded_amount', ...money, ...mayChange },
    'Outstanding Balance': { as: 'outstanding_balance', ...money, ...mayChange },
  },
  unmapped: 'drop',
} as const satisfies FeedInput;
