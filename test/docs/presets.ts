// The presets by the names under which users import them.
import { events } from '../../lambdas/domain/presets/events.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../lambdas/domain/presets/shopify-customers.ts';
import { orderFulfilled, orderPaid, shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../lambdas/domain/presets/warehouse-events.ts';

export const PRESETS = {
  events,
  leads,
  people,
  shopifyCheckouts,
  shopifyCustomers,
  shopifyOrders,
  warehouseEvents,
};

/** What examples can use: the presets, and parts for them. */
export const NAMES_OF_EXAMPLES = { ...PRESETS, orderFulfilled, orderPaid };
