// Shopify's export of customers, in the forms of 2018, 2023 and today. It has no column with a time. Columns are read by
// name. Metafields and other consents of a store are sent under their own names.
import type { FeedInput } from '../../contracts/feed/feed.ts';
import { digits, money, optIn, yesNo } from './shopify-columns.ts';

export const shopifyCustomers = {
  kind: 'people',
  // If the workspace has phone as an identifier, add `{ as: 'phone', columns: ['Phone'], stripApostrophe: true }`.
  identifiers: [{ as: 'email', columns: ['Email'] }],
  stripApostrophe: true,
  requires: ['First Name', 'Total Spent'],
  columns: {
    'Customer ID': { as: 'shopify_customer_id', ...digits },
    'First Name': { as: 'first_name' },
    'Last Name': { as: 'last_name' },
    'Accepts Email Marketing': { as: 'accepts_email_marketing', ...optIn },
    // An attribute alone stops no text message: docs/feeds/consent.md.
    'Accepts SMS Marketing': { as: 'accepts_sms_marketing', ...yesNo },
    'Accepts Marketing': { as: 'accepts_email_marketing', ...optIn },
    'Default Address Company': { as: 'address.company' },
    'Default Address Address1': { as: 'address.address1' },
    'Default Address Address2': { as: 'address.address2' },
    'Default Address City': { as: 'address.city' },
    'Default Address Province Code': { as: 'address.province_code' },
    'Default Address Country Code': { as: 'address.country_code' },
    'Default Address Zip': { as: 'address.zip', ...digits },
    'Default Address Phone': { as: 'address.phone', ...digits },
    Company: { as: 'address.company' },
    Address1: { as: 'address.address1' },
    Address2: { as: 'address.address2' },
    City: { as: 'address.city' },
    Province: { as: 'address.province' },
    'Province Code': { as: 'address.province_code' },
    Country: { as: 'address.country' },
    'Country Code': { as: 'address.country_code' },
    Zip: { as: 'address.zip', ...digits },
    'Total Spent': { as: 'total_spent', ...money },
    'Total Orders': { as: 'total_orders', type: 'integer' },
    Phone: { as: 'phone', ...digits },
    Tags: { as: 'tags', type: 'list' },
    Note: { as: 'note' },
    'Tax Exempt': { as: 'tax_exempt', ...yesNo },
  },
} as const satisfies FeedInput;
