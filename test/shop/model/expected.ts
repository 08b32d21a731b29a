// The events that Customer.io must have of an order, a cart and a visit, by what the docs say of these exports.
import { isDeepStrictEqual } from 'node:util';
import type { Address, Cart, Item, OrderView, Shop, Visit } from './shop.ts';

export interface ExpectedEvent {
  /** What it is about: two events with the same one are the same. */
  readonly key: string;
  /** The id or the e-mail address. */
  readonly person: string;
  readonly name: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly attributes: object;
  /** The attributes that do not change later, unless someone edits the order. */
  readonly lasting: object;
}

/** The first one is `order_placed`. */
export function eventsOfOrder(order: OrderView, { currency }: Pick<Shop, 'currency'>): ExpectedEvent[] {
  const lasting = filled({
    accepts_marketing: order.acceptsMarketing,
    currency,
    subtotal: order.subtotalCents / 100,
    shipping: order.shippingCents / 100,
    taxes: 0,
    total: order.totalCents / 100,
    discount_code: order.discountCode,
    discount_amount: 0,
    shipping_method: 'Standard',
    billing: addressOf(order.address),
    shipping_address: addressOf(order.address),
    tags: order.tags.length > 0 ? order.tags : undefined,
    source: 'web',
    order_name: order.name,
    order_id: order.id,
    items: itemsOf(order.items),
  });
  const attributes = {
    ...lasting,
    ...filled({
      financial_status: statusOf(order),
      fulfillment_status: order.fulfilledAt === 0 ? 'unfulfilled' : 'fulfilled',
      paid_at: order.paidAt || undefined,
      fulfilled_at: order.fulfilledAt || undefined,
      cancelled_at: order.canceledAt || undefined,
      refunded_amount: order.refundedCents / 100,
      outstanding_balance: order.paidAt === 0 ? order.totalCents / 100 : 0,
    }),
  };
  const event = (name: string, timestamp: number, part = '') => ({
    ...{ key: [name, order.id, part].join(' '), person: order.email, name, timestamp, attributes, lasting },
  });
  return [
    event('order_placed', order.at),
    ...(order.canceledAt > 0 ? [event('order_cancelled', order.canceledAt)] : []),
    // Its time is that of the order: the export has no time of a refund.
    ...(order.refundedCents > 0 ? [event('order_refunded', order.at, String(order.refundedCents))] : []),
  ];
}

export function eventOfCart(cart: Cart, { currency }: Pick<Shop, 'currency'>): ExpectedEvent {
  const total = cart.items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0) / 100;
  const attributes = filled({
    accepts_marketing: false,
    currency,
    subtotal: total,
    total,
    billing: addressOf(cart.address),
    shipping_address: addressOf(cart.address),
    checkout_name: `#${cart.id}`,
    checkout_id: cart.id,
    items: itemsOf(cart.items),
  });
  const { email: person, at: timestamp } = cart;
  const name = 'checkout_started';
  return { key: `${name} ${cart.id}`, person, name, timestamp, attributes, lasting: attributes };
}

export function eventOfVisit({ id, person, name, atMilliseconds, page, category }: Visit): ExpectedEvent {
  const attributes = { event_id: id, page, category_id: category };
  const timestamp = Math.floor(atMilliseconds / 1000);
  return { key: `${name} ${id}`, person, name, timestamp, attributes, lasting: attributes };
}

/** Whether one event is known under the key of the other, and says something else. */
export function differ(one: ExpectedEvent, other: ExpectedEvent): boolean {
  return (
    one.person !== other.person ||
    one.timestamp !== other.timestamp ||
    !isDeepStrictEqual(one.lasting, other.lasting)
  );
}

function itemsOf(items: readonly Item[]): object[] {
  return items.map(({ quantity, name, cents, compareAtCents, sku, vendor }) =>
    filled({
      quantity,
      name,
      price: cents / 100,
      compare_at_price: compareAtCents === 0 ? undefined : compareAtCents / 100,
      sku,
      requires_shipping: true,
      taxable: false,
      discount: 0,
      vendor,
    }),
  );
}

function addressOf({ name, city, zip, country }: Address): object {
  return { name, city, zip, country };
}

function statusOf({ refundedCents, totalCents, paidAt }: OrderView): string {
  if (refundedCents === 0) return paidAt === 0 ? 'pending' : 'paid';
  return refundedCents < totalCents ? 'partially_refunded' : 'refunded';
}

/** An empty cell says nothing. */
function filled(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== ''),
  );
}
