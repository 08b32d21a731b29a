// The model shop: people, orders, carts and visits as they are, in made-up time. Exports and the oracle read it, and
// nothing of it comes from the pipeline.

/** Unix seconds. */
export type Seconds = number;

export interface Item {
  readonly quantity: number;
  readonly name: string;
  readonly cents: number;
  /** 0 if it is not reduced. */
  readonly compareAtCents: number;
  readonly sku: string;
  readonly vendor: string;
}

export interface Address {
  readonly name: string;
  readonly city: string;
  readonly zip: string;
  readonly country: string;
}

/** What changes after an order was placed. */
export type Change =
  | { readonly at: Seconds; readonly kind: 'paid' | 'fulfilled' | 'canceled' }
  | { readonly at: Seconds; readonly kind: 'refunded'; readonly cents: number }
  | { readonly at: Seconds; readonly kind: 'edited'; readonly items: readonly Item[] };

export interface Order {
  /** 13 digits. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly at: Seconds;
  readonly items: readonly Item[];
  readonly shippingCents: number;
  readonly acceptsMarketing: boolean;
  readonly discountCode: string;
  readonly tags: readonly string[];
  readonly note: string;
  readonly address: Address;
  /** In order of time. */
  readonly changes: readonly Change[];
}

/** An order as it is at one moment. Money is in cents, and 0 seconds means never. */
export interface OrderView extends Omit<Order, 'changes'> {
  readonly subtotalCents: number;
  readonly totalCents: number;
  readonly refundedCents: number;
  readonly paidAt: Seconds;
  readonly fulfilledAt: Seconds;
  readonly canceledAt: Seconds;
}

export interface Cart {
  /** 14 digits. */
  readonly id: string;
  readonly email: string;
  readonly at: Seconds;
  readonly items: readonly Item[];
  readonly address: Address;
}

export interface Visit {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly atMilliseconds: number;
  readonly page: string;
  /** More digits than a number of JavaScript has. */
  readonly category: string;
}

/** A zone whose clocks change once. Offsets are in minutes. */
export interface Zone {
  readonly before: number;
  readonly after: number;
  readonly changesAt: Seconds;
}

export interface Shop {
  readonly seed: number;
  readonly zone: Zone;
  readonly currency: string;
  readonly orders: readonly Order[];
  readonly carts: readonly Cart[];
  readonly visits: readonly Visit[];
}

/** The order as the shop shows it at this time. Undefined if it is not placed yet. */
export function orderAt({ changes, ...order }: Order, now: Seconds): OrderView | undefined {
  if (order.at > now) return undefined;
  const past = changes.filter(({ at }) => at <= now);
  const items = past.reduce(
    (known, change) => (change.kind === 'edited' ? change.items : known),
    order.items,
  );
  const subtotalCents = items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
  const timeOf = (kind: Change['kind']) => past.find((change) => change.kind === kind)?.at ?? 0;
  return {
    ...order,
    items,
    subtotalCents,
    totalCents: subtotalCents + order.shippingCents,
    refundedCents: past.reduce((sum, change) => sum + (change.kind === 'refunded' ? change.cents : 0), 0),
    paidAt: timeOf('paid'),
    fulfilledAt: timeOf('fulfilled'),
    canceledAt: timeOf('canceled'),
  };
}
