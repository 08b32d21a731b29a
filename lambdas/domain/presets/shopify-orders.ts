// Shopify's own orders export: one row per line item, the order's own fields on its first row only.
// Columns are addressed by name, for Shopify adds new ones also in the middle.
import type { FeedInput } from '../../contracts/feed.ts';

const money = { type: 'number' } as const;
const yesNo = { type: 'boolean' } as const;
/** Shopify puts an apostrophe before digits that a spreadsheet would mangle. */
const digits = { stripApostrophe: true } as const;

export const shopifyOrders = {
  kind: 'events',
  identifiers: [{ as: 'email', columns: ['Email'] }],
  event: { name: 'order_placed' },
  time: { column: 'Created at' },
  key: [['Id'], ['Name']],
  groupBy: {
    column: 'Name',
    headColumn: 'Total',
    items: {
      as: 'items',
      columns: {
        'Lineitem quantity': { as: 'quantity', type: 'integer' },
        'Lineitem name': { as: 'name' },
        'Lineitem price': { as: 'price', ...money },
        'Lineitem compare at price': { as: 'compare_at_price', ...money },
        'Lineitem sku': { as: 'sku' },
        'Lineitem requires shipping': { as: 'requires_shipping', ...yesNo },
        'Lineitem taxable': { as: 'taxable', ...yesNo },
        'Lineitem fulfillment status': { as: 'fulfillment_status' },
        'Lineitem discount': { as: 'discount', ...money },
        Vendor: { as: 'vendor' },
      },
    },
  },
  columns: {
    Name: { as: 'order_name' },
    Id: { as: 'order_id', ...digits },
    'Financial Status': { as: 'financial_status' },
    'Paid at': { as: 'paid_at', type: 'datetime' },
    'Fulfillment Status': { as: 'fulfillment_status' },
    'Fulfilled at': { as: 'fulfilled_at', type: 'datetime' },
    'Accepts Marketing': { as: 'accepts_marketing', ...yesNo },
    Currency: { as: 'currency' },
    Subtotal: { as: 'subtotal', ...money },
    Shipping: { as: 'shipping', ...money },
    Taxes: { as: 'taxes', ...money },
    Total: { as: 'total', ...money },
    'Discount Code': { as: 'discount_code' },
    'Discount Amount': { as: 'discount_amount', ...money },
    'Shipping Method': { as: 'shipping_method' },
    'Billing Name': { as: 'billing.name' },
    'Billing City': { as: 'billing.city' },
    'Billing Zip': { as: 'billing.zip', ...digits },
    'Billing Province': { as: 'billing.province' },
    'Billing Country': { as: 'billing.country' },
    'Shipping Name': { as: 'shipping_address.name' },
    'Shipping City': { as: 'shipping_address.city' },
    'Shipping Zip': { as: 'shipping_address.zip', ...digits },
    'Shipping Province': { as: 'shipping_address.province' },
    'Shipping Country': { as: 'shipping_address.country' },
    'Cancelled at': { as: 'cancelled_at', type: 'datetime' },
    'Refunded Amount': { as: 'refunded_amount', ...money },
    'Outstanding Balance': { as: 'outstanding_balance', ...money },
    Tags: { as: 'tags' },
    Source: { as: 'source' },
  },
  unmapped: 'drop',
} as const satisfies FeedInput;
