// The columns that Shopify's exports of orders and checkouts share. They are read by name, because Shopify adds columns in
// any position.

export const money = { type: 'number' } as const;
/** `yes` and `no` for an order, `true` and `false` for a line item. */
export const yesNo = { type: 'boolean' } as const;
/** A no unsubscribes the person. A yes changes nothing, because it can be older than the click on "unsubscribe" in a mail. */
export const optIn = { type: 'optIn' } as const;
/** It changes after the order was placed. */
export const mayChange = { mayChange: true } as const;
/** Digits that are not a number. If a spreadsheet shortened them, they are rejected. */
export const digits = { type: 'string' } as const;

/** One row per line item. Only the first row of an order has the columns of the order. */
export const lineItems = {
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
      'Lineitem fulfillment status': { as: 'fulfillment_status', ...mayChange },
      'Lineitem discount': { as: 'discount', ...money },
      Vendor: { as: 'vendor' },
    },
  },
} as const;

/** Columns of an order or a checkout, which are sent once. */
export const orderColumns = {
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
  Tags: { as: 'tags', type: 'list' },
  Source: { as: 'source' },
} as const;
