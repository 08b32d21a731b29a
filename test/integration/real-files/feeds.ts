// A feed for each kind of file in ../shared/data.
import type { FeedsInput } from '../../../lambdas/contracts/feed/feed.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../../lambdas/domain/presets/warehouse-events.ts';

const byId = (...columns: string[]) => [{ as: 'id' as const, columns }];

/** The people of the warehouse files. Headers of Snowflake are in upper case. */
const warehousePeople = {
  kind: 'people',
  identifiers: [...byId('user_id', 'USER_ID'), { as: 'email', columns: ['email', 'EMAIL'] }],
  nullTokens: ['\\N'],
  timezone: 'UTC',
  columns: Object.fromEntries(
    Object.entries({
      orders: { type: 'integer' },
      lifetime_value: { type: 'number' },
      is_vip: { type: 'boolean' },
      created_at: { type: 'datetime' },
      last_order_at: { type: 'datetime' },
    } as const).flatMap(([name, rule]) => [
      [name, rule],
      [name.toUpperCase(), { ...rule, as: name }],
    ]),
  ),
} as const satisfies FeedsInput['feeds'][string];

const WAREHOUSE_COLUMNS = [
  ...['user_id', 'email', 'first_name', 'orders', 'lifetime_value'],
  ...['is_vip', 'city', 'created_at', 'last_order_at'],
];

export const SHARED_FEEDS: FeedsInput = {
  workspace: 'main',
  feeds: {
    people,
    events: {
      kind: 'events',
      identifiers: [{ as: 'email', columns: ['email'] }],
      event: { column: 'event' },
      time: { column: 'timestamp' },
      key: [['event_id']],
      allowFuture: true,
    },
    orders: shopifyOrders,
    checkouts: shopifyCheckouts,
    customers: shopifyCustomers,
    warehouse: warehousePeople,
    snowflake: { ...warehousePeople, file: { columns: WAREHOUSE_COLUMNS } },
    redshift: { ...warehousePeople, file: { columns: WAREHOUSE_COLUMNS, quoting: 'none' } },
    unload: { ...warehousePeople, file: { trigger: 'manifest' } },
    clicks: warehouseEvents,
    'fivetran-people': { kind: 'people', identifiers: byId('id'), columns: { email: { as: 'email_md5' } } },
    'fivetran-orders': {
      kind: 'events',
      identifiers: byId('customer_id'),
      event: { name: 'order_placed' },
      time: { column: 'created_at' },
      timezone: 'UTC',
      key: [['id']],
      columns: { email: { as: 'email_md5' }, customer_id: {} },
    },
    'jaffle-orders': {
      kind: 'events',
      identifiers: byId('user_id'),
      event: { name: 'order_placed' },
      time: { column: 'order_date' },
      timezone: 'UTC',
      key: [['id']],
    },
    amplitude: {
      kind: 'events',
      identifiers: byId('user_id', 'amplitude_id'),
      event: { column: 'event_type' },
      time: { column: 'event_time' },
      timezone: 'UTC',
      key: [['uuid']],
    },
    segment: {
      kind: 'events',
      identifiers: byId('user_id'),
      event: { name: 'page_viewed' },
      time: { column: 'timestamp' },
      timezone: 'UTC',
      key: [['id']],
    },
    retail: {
      kind: 'events',
      identifiers: byId('CustomerID'),
      event: { name: 'item_bought' },
      time: { column: 'InvoiceDate', format: 'us' },
      timezone: 'Europe/London',
      file: { encoding: 'windows-1252' },
    },
    /** Files about the same generated people, whose emails differ from file to file. */
    nasty: { kind: 'people', identifiers: byId('id'), columns: { email: { as: 'mail' } } },
    /** Files without people: their first column is used as the person. */
    cells: {
      kind: 'people',
      identifiers: byId('a', 'key', 'first', 'Contact Phone Number', 'naïve'),
      limits: { maxRejectShare: 1 },
    },
  },
};
