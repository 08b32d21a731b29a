// (a) Event rows of about 160 bytes: one in ten has quotes, and some of these have newlines. A row depends only on its
// number, so that the nightly file (c) repeats most rows.
import { randomOf } from './random.ts';

export const EVENTS_HEADER =
  'event_id,event_name,timestamp,customer_id,product,category,price,currency,quantity,note\n';

const NAMES = ['product_viewed', 'product_added', 'checkout_started', 'order_placed', 'review_written'];
const PRODUCTS = ['Walnut desk', 'Brass lamp', 'Oak shelf', 'Linen curtain', 'Wool rug', 'Cable tray'];
const CATEGORIES = ['home office', 'lighting', 'living room', 'bedroom'];
const PLAIN = [
  'seen in the newsletter of this week',
  'returning from the search page, later',
  'first visit on a phone with the new app',
  'recommended by a friend of the house',
].map((note) => note.replace(',', ''));
const QUOTED = [
  '"wants it ""quiet"", and soon if it can be"',
  '"two lines of a note:\nthe second one"',
  '"a, b, and c; no more than that"',
];
const FIRST_SECONDS = 1_750_000_000;
const SPAN_SECONDS = 60 * 86_400;

/** The rows with the numbers from `from` to before `to`, with their line ends. */
export function* eventRows(from: number, to: number): Generator<string> {
  for (let n = from; n < to; n++) yield eventRow(n);
}

function eventRow(n: number): string {
  const { below, next, pick } = randomOf(n);
  const time = new Date((FIRST_SECONDS + below(SPAN_SECONDS)) * 1000).toISOString();
  const note = next() < 0.1 ? pick(QUOTED) : pick(PLAIN);
  const price = `${below(500)}.${10 + below(90)}`;
  const cells = [
    `event-2025-${String(n).padStart(14, '0')}`,
    pick(NAMES),
    time,
    `customer-${String(below(200_000)).padStart(12, '0')}`,
    pick(PRODUCTS),
    pick(CATEGORIES),
    price,
    'EUR',
    String(1 + below(4)),
    note,
  ];
  return `${cells.join(',')}\n`;
}
