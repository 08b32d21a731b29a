// The presets that `new` offers, in the order in which their files are imported: people, then orders, then carts.
import type { FeedInput } from '../../lambdas/contracts/feed/feed.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { warehouseEvents } from '../../lambdas/domain/presets/warehouse-events.ts';

export interface OfferedPreset {
  /** Its name in TypeScript. */
  readonly name: string;
  /** Its file in `csv-to-customerio/presets/`, and the folder of its sample. */
  readonly file: string;
  /** What it reads, for the question. */
  readonly reads: string;
  readonly feed: FeedInput;
}

export const PRESETS = [
  { name: 'people', file: 'people', reads: 'people with an id or an e-mail address', feed: people },
  { name: 'leads', file: 'leads', reads: 'leads from a form, by e-mail', feed: leads },
  {
    name: 'shopifyCustomers',
    file: 'shopify-customers',
    reads: "Shopify's export of customers",
    feed: shopifyCustomers,
  },
  { name: 'events', file: 'events', reads: 'events with a name and a time', feed: events },
  {
    name: 'warehouseEvents',
    file: 'warehouse-events',
    reads: 'an event table of a data warehouse',
    feed: warehouseEvents,
  },
  { name: 'shopifyOrders', file: 'shopify-orders', reads: "Shopify's export of orders", feed: shopifyOrders },
  {
    name: 'shopifyCheckouts',
    file: 'shopify-checkouts',
    reads: "Shopify's export of abandoned checkouts",
    feed: shopifyCheckouts,
  },
] as const satisfies readonly OfferedPreset[];

export type PresetName = (typeof PRESETS)[number]['name'];

/** What a project has if no one says what it needs. */
export const USUAL_PRESETS: readonly PresetName[] = ['people', 'events', 'shopifyOrders'];

export function presetNamed(name: PresetName): OfferedPreset {
  const found = PRESETS.find((preset) => preset.name === name);
  if (!found) throw new Error(`There is no preset ${name}.`);
  return found;
}
