// Makes a model shop from a seed: some weeks of orders with their edits, refunds and cancellations, carts and visits.
import { type Random, randomOf } from '../../simulation/random.ts';
import type { Address, Cart, Change, Item, Order, Seconds, Shop, Visit, Zone } from './shop.ts';

export const DAY = 86_400;
const HOUR = 3600;
/** Orders before the first export, from before the clocks change. */
const HISTORY_DAYS = 75;

/** How large a shop is. Smaller numbers make a shop that a person can read. */
export interface Size {
  readonly days: number;
  readonly people: number;
  readonly ordersPerDay: number;
  /** Orders of the time before the first export. */
  readonly oldOrders: number;
  readonly visitsPerDay: number;
}

export const WEEK: Size = { days: 7, people: 9, ordersPerDay: 3, oldOrders: 6, visitsPerDay: 5 };

/** Berlin, New York, Kolkata. */
const ZONES: readonly Zone[] = [
  { before: 120, after: 60, changesAt: Date.UTC(2025, 9, 26, 1) / 1000 },
  { before: -240, after: -300, changesAt: Date.UTC(2025, 10, 2, 6) / 1000 },
  { before: 330, after: 330, changesAt: 0 },
];

const PRODUCTS = ['Lamp', 'Tray, oak', 'Desk "Nora"', 'Sérum à 30 ml', 'Sock; wool', '=Sale', 'Chair\nblack'];
const SURNAMES = ["O'Hara", 'Łukasz', 'Bee', 'Müller', 'O’Neil', '李', 'Van der Berg'];
const ZIPS = ['02134', '10115', 'SW1A 1AA', '00100', '94016'];
const NOTES = ['', '', '', 'Leave it\nat the door', 'a, "b"', '\n'];
const TAGS = [[], [], ['vip'], ['gift', 'b2b']];

/** @param start when the first day begins. */
export function makeShop(seed: number, size: Size, start: Seconds): Shop {
  const random = randomOf(seed * 7919);
  const emails = Array.from({ length: size.people }, (_, n) => emailOf(n, random));
  const moments = [
    ...Array.from({ length: size.oldOrders }, () => start - random.below(HISTORY_DAYS * DAY)),
    ...momentsOf(size.days * size.ordersPerDay, size, start, random),
  ].sort((a, b) => a - b);
  const orders = moments.map((at, n) => anOrder(n, at, random.pick(emails), random));
  return {
    seed,
    zone: random.pick(ZONES),
    currency: random.pick(['USD', 'EUR', 'INR']),
    orders,
    carts: cartsOf(orders, emails, { size, start }, random),
    visits: momentsOf(size.days * size.visitsPerDay, size, start, random).map((at, n) =>
      aVisit(n, at, random),
    ),
  };
}

function momentsOf(count: number, { days }: Size, start: Seconds, random: Random): Seconds[] {
  return Array.from({ length: count }, () => start + random.below(days * DAY)).sort((a, b) => a - b);
}

function emailOf(n: number, random: Random): string {
  return `${random.pick(['ann', 'bob', 'O.Neil', 'Zoë+news', 'm_u'])}${n}@example.${random.pick(['com', 'org'])}`.replace(
    'ë',
    'e',
  );
}

function anOrder(n: number, at: Seconds, email: string, random: Random): Order {
  const items = itemsOf(random);
  const order = {
    id: String(5_512_345_600_000 + n * 101),
    name: `#${1001 + n}`,
    email,
    at,
    items,
    shippingCents: random.pick([0, 0, 499, 1250]),
    acceptsMarketing: random.chance(0.5),
    discountCode: random.pick(['', '', 'WELCOME10']),
    tags: random.pick(TAGS),
    note: random.pick(NOTES),
    address: anAddress(random),
  };
  return { ...order, changes: changesOf(order, random) };
}

/** Mostly a few items, seldom twenty. */
function itemsOf(random: Random): Item[] {
  const count = random.chance(0.05) ? 20 : 1 + random.below(4);
  return Array.from({ length: count }, () => {
    const cents = 100 + random.below(20_000);
    return {
      quantity: 1 + random.below(3),
      name: random.pick(PRODUCTS),
      cents,
      compareAtCents: random.chance(0.3) ? cents + 500 : 0,
      sku: random.pick(['', '00042', 'LAMP-1', '1E5', 'A-12']),
      vendor: random.pick(['Shop', 'Nora & Co']),
    };
  });
}

function anAddress(random: Random): Address {
  return {
    name: `${random.pick(['Ann', 'Bo', 'Chloé'])} ${random.pick(SURNAMES)}`,
    city: random.pick(['Bern', 'Köln', 'São Paulo']),
    zip: random.pick(ZIPS),
    country: random.pick(['DE', 'US', 'GB']),
  };
}

function changesOf(order: Omit<Order, 'changes'>, random: Random): Change[] {
  const changes: Change[] = [];
  const later = (days: number) => order.at + 1 + random.below(days * DAY);
  const total = order.items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
  if (random.chance(0.9)) changes.push({ at: later(1), kind: 'paid' });
  if (random.chance(0.6)) changes.push({ at: later(4), kind: 'fulfilled' });
  if (random.chance(0.15)) changes.push({ at: later(5), kind: 'canceled' });
  const refunds = random.chance(0.25) ? 1 + random.below(2) : 0;
  for (let n = 0; n < refunds; n++)
    changes.push({ at: later(6), kind: 'refunded', cents: 1 + random.below(Math.floor(total / 2)) });
  if (random.chance(0.12)) changes.push({ at: later(4), kind: 'edited', items: itemsOf(random) });
  return changes.sort((a, b) => a.at - b.at);
}

/** Some are left before an order of the same person, and some are left without an order. */
function cartsOf(
  orders: readonly Order[],
  emails: readonly string[],
  { size, start }: { readonly size: Size; readonly start: Seconds },
  random: Random,
): Cart[] {
  const bought = orders
    .filter(({ at }) => at > start && random.chance(0.4))
    .map(({ at, email }) => ({ at: at - random.below(30 * HOUR), email }));
  const left = momentsOf(size.days, size, start, random).map((at) => ({ at, email: random.pick(emails) }));
  return [...bought, ...left]
    .sort((a, b) => a.at - b.at)
    .map(({ at, email }, n) => ({
      id: String(31_337_000_000_000 + n * 13),
      email,
      at,
      items: itemsOf(random),
      address: anAddress(random),
    }));
}

function aVisit(n: number, at: Seconds, random: Random): Visit {
  return {
    id: `e-${String(n).padStart(5, '0')}`,
    person: `u${random.below(5)}`,
    name: random.pick(['page_viewed', 'search']),
    atMilliseconds: at * 1000 + random.pick([0, 1, 123, 999]),
    page: random.pick(['/', '/desks?a=1,2', '/café']),
    category: '2053013555631882655',
  };
}
