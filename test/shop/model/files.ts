// The text of each file, as the program that exports it writes it.
import { csvText } from './csv-text.ts';
import { type Delivery, shownIn } from './deliveries.ts';
import type { Shop, Visit } from './shop.ts';
import { checkoutsFile, ordersFile } from './shopify-files.ts';

export function fileText(delivery: Delivery, shop: Shop): string {
  const shown = shownIn(delivery, shop);
  if (shown.feed === 'orders') return ordersFile(shown.orders, shop, delivery.layout);
  if (shown.feed === 'checkouts') return checkoutsFile(shown.carts, shop);
  return visitsFile(shown.visits);
}

/** As BigQuery exports a table. */
function visitsFile(visits: readonly Visit[]): string {
  const rows = visits.map(({ id, person, name, atMilliseconds, page, category }) => ({
    event_id: id,
    user_id: person,
    event_name: name,
    event_time: bigQueryTime(atMilliseconds),
    page,
    category_id: category,
  }));
  return csvText(['event_time', 'event_name', 'user_id', 'event_id', 'page', 'category_id'], rows);
}

/** `2023-05-01 10:11:12.123 UTC`; without a fraction if it is zero. */
function bigQueryTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').replace('.000Z', ' UTC').replace('Z', ' UTC');
}
