// Which files the shop exports and when they are dropped: nightly windows that overlap, and files that come twice, under
// another name, late or out of order.
import { type Random, randomOf } from '../../simulation/random.ts';
import { DAY } from './make-shop.ts';
import { type Cart, type OrderView, orderAt, type Seconds, type Shop, type Visit } from './shop.ts';

const HOUR = 3600;
/** A nightly export has the orders of these days. */
const WINDOW_DAYS = 3;
/** The first export has all orders. */
const FIRST_WINDOW_DAYS = 100;

/** A file, by what it shows of the shop. */
export interface Delivery {
  readonly feed: 'orders' | 'checkouts' | 'visits';
  /** Name of the file, without extension. */
  readonly name: string;
  /** When it was exported, and since when its records were made. */
  readonly asOf: Seconds;
  readonly from: Seconds;
  /** When it is dropped. Files of one time are dropped shortly after each other, in order. */
  readonly at: Seconds;
  readonly newestFirst: boolean;
  readonly layout: 'orders' | 'orders2021';
}

/** What a file shows. */
export type Shown =
  | { readonly feed: 'orders'; readonly orders: readonly OrderView[] }
  | { readonly feed: 'checkouts'; readonly carts: readonly Cart[] }
  | { readonly feed: 'visits'; readonly visits: readonly Visit[] };

export function shownIn({ feed, asOf, from, newestFirst }: Delivery, shop: Shop): Shown {
  const isIn = ({ at }: { readonly at: Seconds }) => at >= from && at <= asOf;
  const inOrder = <Kind>(list: readonly Kind[]) => (newestFirst ? list.toReversed() : list);
  if (feed === 'checkouts') return { feed, carts: inOrder(shop.carts.filter(isIn)) };
  if (feed === 'visits') {
    const isVisitIn = ({ atMilliseconds }: Visit) => isIn({ at: Math.floor(atMilliseconds / 1000) });
    return { feed, visits: inOrder(shop.visits.filter(isVisitIn)) };
  }
  return { feed, orders: inOrder(shop.orders.filter(isIn).flatMap((order) => orderAt(order, asOf) ?? [])) };
}

/** In the order in which they are dropped. Files without records are not exported. */
export function deliveriesOf(shop: Shop, days: number, start: Seconds): Delivery[] {
  const random = randomOf(shop.seed * 104_729);
  const nights = Array.from({ length: days }, (_, day) => nightOf(day, start, random)).flat();
  const moved = nights.map((file) => (random.chance(0.1) ? { ...file, at: file.at + DAY } : file));
  const again = moved.flatMap((file) => (random.chance(0.15) ? [againOf(file, random)] : []));
  return [...moved, ...again]
    .filter((file) =>
      Object.values(shownIn(file, shop)).some((records) => records.length > 0 && Array.isArray(records)),
    )
    .sort((a, b) => a.at - b.at);
}

function nightOf(day: number, start: Seconds, random: Random): Delivery[] {
  const asOf = start + (day + 1) * DAY;
  const from = asOf - (day === 0 ? FIRST_WINDOW_DAYS : WINDOW_DAYS) * DAY;
  const files = { name: `export-${day}`, asOf, from, at: asOf + 2 * HOUR };
  return (['orders', 'checkouts', 'visits'] as const).map((feed) => ({
    ...files,
    feed,
    newestFirst: random.chance(0.5),
    layout: random.pick(['orders', 'orders2021']),
  }));
}

/** The same file again, soon or days later, perhaps under another name. */
function againOf(file: Delivery, random: Random): Delivery {
  const later = random.pick([0, HOUR, DAY, 3 * DAY]);
  return { ...file, at: file.at + later, name: random.chance(0.5) ? file.name : `${file.name} (1)` };
}
