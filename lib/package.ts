// What other projects import as 'csv-to-customerio'. `/define-feeds` and `/presets/*` load without the CDK.
export { events } from '../lambdas/domain/presets/events.ts';
export { leads } from '../lambdas/domain/presets/leads.ts';
export { people } from '../lambdas/domain/presets/people.ts';
export { shopifyCheckouts } from '../lambdas/domain/presets/shopify-checkouts.ts';
export { shopifyCustomers } from '../lambdas/domain/presets/shopify-customers.ts';
export { shopifyOrders } from '../lambdas/domain/presets/shopify-orders.ts';
export { warehouseEvents } from '../lambdas/domain/presets/warehouse-events.ts';
export { CsvToCustomerIo, type CsvToCustomerIoProps } from './csv-to-customerio.ts';
export {
  type CsvToCustomerIoApp,
  type CsvToCustomerIoAppProps,
  csvToCustomerIoApp,
} from './csv-to-customerio-app.ts';
export { defineFeeds, FeedsConfigError, type Row, type RowPlace, type TransformRow } from './define-feeds.ts';
