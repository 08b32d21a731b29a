// Says from the shop alone what Customer.io must have after these files, what it must not have, and what each report must
// add up to. It shares no code with the pipeline.
import { type Delivery, shownIn } from './deliveries.ts';
import { differ, type ExpectedEvent, eventOfCart, eventOfVisit, eventsOfOrder } from './expected.ts';
import type { Shop } from './shop.ts';

/** A cart is kept from a person who orders within this time after it. */
const CART_SECONDS = 30 * 86_400;

/** Files that are dropped together. */
export interface Batch {
  readonly files: readonly Delivery[];
  /** An import had to be redriven, so the files may have been imported in any order. */
  readonly anyOrder: boolean;
}

export interface Answer {
  /** By key. Customer.io has exactly one of the versions. More than one only if the order of imports is open. */
  readonly events: ReadonlyMap<string, readonly ExpectedEvent[]>;
  /** Events that Customer.io may have or not: a cart in a batch of any order, whose buyer is in the batch, too. */
  readonly open: ReadonlyMap<string, ExpectedEvent>;
  /** In the order of the files. Undefined if it depends on an order of imports that is open. */
  readonly reports: readonly (ExpectedReport | undefined)[];
}

/** Rows by outcome, and events that rows of other outcomes have. */
export interface ExpectedReport {
  readonly rows: number;
  readonly delivered: number;
  readonly duplicate: number;
  readonly suppressed: number;
  readonly conflicts: number;
  readonly deliveredFurther: number;
}

interface Known {
  readonly versions: ExpectedEvent[];
  readonly batch: Batch;
}

/** Events of the same rows, the first of which counts the rows. */
interface Record {
  readonly rows: number;
  readonly events: readonly [ExpectedEvent, ...ExpectedEvent[]];
}

interface Around {
  readonly batch: Batch;
  /** Orders of the files whose imports can be before or after this one. */
  readonly orders: readonly ExpectedEvent[];
}

interface Told {
  readonly known: Map<string, Known>;
  readonly open: Map<string, ExpectedEvent>;
}

export function answerOf(shop: Shop, batches: readonly Batch[]): Answer {
  const told: Told = { known: new Map(), open: new Map() };
  const reports = batches.flatMap((batch) =>
    batch.files.map((file) => tell(recordsOf(file, shop), aroundOf(file, batch, shop), told)),
  );
  const events = new Map([...told.known].map(([key, { versions }]) => [key, versions]));
  return { events, open: told.open, reports };
}

function recordsOf(file: Delivery, shop: Shop): Record[] {
  const shown = shownIn(file, shop);
  switch (shown.feed) {
    case 'orders':
      return shown.orders.map((order) => ({
        rows: order.items.length,
        events: eventsOfOrder(order, shop) as [ExpectedEvent],
      }));
    case 'checkouts':
      return shown.carts.map((cart) => ({ rows: cart.items.length, events: [eventOfCart(cart, shop)] }));
    case 'visits':
      return shown.visits.map((visit) => ({ rows: 1, events: [eventOfVisit(visit)] }));
  }
}

/** One file more is known. */
function tell(records: readonly Record[], around: Around, { known, open }: Told): ExpectedReport | undefined {
  const { batch } = around;
  const report = { rows: 0, delivered: 0, duplicate: 0, suppressed: 0, conflicts: 0, deliveredFurther: 0 };
  let isSure = !batch.anyOrder;
  for (const { rows, events } of records) {
    const [main, ...further] = events;
    if (isOpen(main, around, known)) open.set(main.key, main);
    const [first, second] = known.get(main.key)?.versions ?? [];
    isSure &&= second === undefined && !open.has(main.key);
    if (open.has(main.key)) continue;
    const outcome = outcomeOf(main, known);
    report.rows += rows;
    report[outcome] += rows;
    if (first !== undefined && differ(main, first)) report.conflicts += rows;
    if (outcome === 'suppressed') continue;
    report.deliveredFurther += further.filter(({ key }) => !known.has(key)).length;
    for (const event of events) learn(event, batch, known);
  }
  return isSure ? report : undefined;
}

/** Files whose imports can be before or after this one: checkouts wait for orders that are dropped after them. */
function aroundOf(file: Delivery, batch: Batch, shop: Shop): Around {
  const { files, anyOrder } = batch;
  const others = anyOrder ? files : files.slice(files.indexOf(file) + 1);
  const orders = others.filter(({ feed }) => feed === 'orders').flatMap((other) => recordsOf(other, shop));
  return { batch, orders: orders.map(({ events: [placed] }) => placed) };
}

function outcomeOf(
  event: ExpectedEvent,
  known: ReadonlyMap<string, Known>,
): 'delivered' | 'duplicate' | 'suppressed' {
  if (known.has(event.key)) return 'duplicate';
  return event.name === 'checkout_started' && ordersAfter(event, known).length > 0
    ? 'suppressed'
    : 'delivered';
}

/** The first file that shows an event decides what it says. */
function learn(event: ExpectedEvent, batch: Batch, known: Map<string, Known>): void {
  const before = known.get(event.key);
  if (before === undefined) known.set(event.key, { versions: [event], batch });
  else if (batch.anyOrder && before.batch === batch) before.versions.push(event);
}

/** Orders of the person that are known, in the thirty days after the cart. */
function ordersAfter(cart: ExpectedEvent, known: ReadonlyMap<string, Known>): Known[] {
  return [...known.values()].filter(({ versions: [event] }) => event && isOrderAfter(event, cart));
}

function isOrderAfter({ name, person, timestamp: at }: ExpectedEvent, cart: ExpectedEvent): boolean {
  const isAfter = at >= cart.timestamp && at <= cart.timestamp + CART_SECONDS;
  return name === 'order_placed' && person === cart.person && isAfter;
}

/** Whether the cart is kept depends on which file of its batch was imported first. */
function isOpen(event: ExpectedEvent, { batch, orders }: Around, known: ReadonlyMap<string, Known>): boolean {
  if (event.name !== 'checkout_started' || known.has(event.key)) return false;
  const isBefore = (order: Known) => !batch.anyOrder || order.batch !== batch;
  return !ordersAfter(event, known).some(isBefore) && orders.some((order) => isOrderAfter(order, event));
}
