// Shopify's exports of orders and checkouts for tests: only the columns that matter have values.
import { readFileSync } from 'node:fs';

/** Cells by column. */
export type Cells = Readonly<Record<string, string>>;

const headerOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8').split('\n')[0] ?? '';

/** The headers of Shopify's exports, with 79 and 70 columns. */
export const ORDERS_HEADER = headerOf('../../samples/shopify-orders/orders_export.csv');
export const CHECKOUTS_HEADER = headerOf('../fixtures/shopify-checkouts/checkouts-70.csv');

/** A time this many hours ago, in the form of Shopify. */
export function hoursAgo(hours: number): string {
  const iso = new Date(Date.now() - hours * 3_600_000).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} +0000`;
}

/** An order with one line item. */
export function orderLine(name: string, email: string, createdAt: string, cells: Cells = {}): string {
  return line(ORDERS_HEADER, {
    Name: name,
    Id: name.replace('#', '55000000'),
    Email: email,
    'Created at': createdAt,
    'Financial Status': 'paid',
    Total: '10.00',
    ...cells,
  });
}

/** An abandoned checkout with one line item. */
export function checkoutLine(id: string, email: string, createdAt: string): string {
  const cells = { Name: `#${id}`, Id: id, Email: email, 'Created at': createdAt, Total: '10.00' };
  return line(CHECKOUTS_HEADER, cells);
}

function line(header: string, cells: Cells): string {
  return header
    .split(',')
    .map((column) => `"${(cells[column] ?? '').replaceAll('"', '""')}"`)
    .join(',');
}
