// The names by which feeds call the events and properties of journeys.
import type { EventRole, PropertyRole } from './journey.ts';

/** Other usual names: those of Segment's, Klaviyo's and GA4's e-commerce events, and of public data sets. */
const EVENT_NAMES: Readonly<Record<EventRole, readonly string[]>> = {
  checkout_started: [
    'Started Checkout',
    'begin_checkout',
    'cart_abandoned',
    'abandoned_checkout',
    'abandoned_cart',
  ],
  order_placed: [
    ...[
      'Placed Order',
      'Order Completed',
      'Completed Order',
      'order_created',
      'order',
      'purchase',
      'purchased',
    ],
    ...['checkout_completed', 'transaction'],
  ],
  order_cancelled: ['Cancelled Order', 'Canceled Order', 'order_canceled'],
};

/** The type that a segment or Liquid needs. `text`: any. */
export type NeededType = 'number' | 'list' | 'text';

interface PropertyNames {
  readonly type: NeededType;
  /** Each item of the event can have it. */
  readonly isOfItems?: true;
  /** The first is the one to add. */
  readonly names: readonly string[];
}

const PROPERTIES: Readonly<Record<PropertyRole, PropertyNames>> = {
  value: {
    type: 'number',
    names: [
      ...['total', 'value', 'amount', 'revenue', 'total_price', 'order_total', 'order_value', 'cart_total'],
      ...['cart_value', 'grand_total', 'subtotal', 'price'],
    ],
  },
  items: { type: 'list', names: ['items', 'products', 'line_items', 'order_items', 'cart_items'] },
  product: {
    type: 'text',
    isOfItems: true,
    names: ['sku', 'product_id', 'item_id', 'product_name', 'product', 'name'],
  },
  category: {
    type: 'text',
    isOfItems: true,
    names: [
      'category',
      'product_category',
      'product_type',
      'item_category',
      'department',
      'collection',
      'vendor',
    ],
  },
};

/** Whether an event is known by this name: case, spaces and underscores make no difference. */
export function isEvent(role: EventRole, name: string): boolean {
  return [role, ...EVENT_NAMES[role]].some((known) => plain(known) === plain(name));
}

export function propertyNames(role: PropertyRole): PropertyNames {
  return PROPERTIES[role];
}

/** Whether a property of this name, such as `total` or `items.sku`, has the role: its first spelling wins. */
export function rankOf(role: PropertyRole, name: string): number | undefined {
  const rank = PROPERTIES[role].names.findIndex((known) => plain(known) === plain(name));
  return rank < 0 ? undefined : rank;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}
