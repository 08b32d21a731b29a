// The naive loop that Validate is compared with: csv-parse with column names, a zod schema, JSON.stringify. It has no
// keys and no line numbers, and only the rejects of zod.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import * as z from 'zod';

const text = z.string().transform((cell) => (cell === '' ? undefined : cell));
const number = z.union([z.literal('').transform(() => undefined), z.coerce.number()]);

export const EventRowSchema = z.object({
  event_id: z.string().min(1),
  event_name: z.string().min(1),
  timestamp: z.iso.datetime(),
  customer_id: z.string().min(1),
  product: text,
  category: text,
  price: number,
  currency: text,
  quantity: number,
  note: text,
});
export type EventRow = z.infer<typeof EventRowSchema>;

export function eventItem({
  event_id: id,
  event_name: name,
  timestamp,
  customer_id,
  ...attributes
}: EventRow) {
  return {
    type: 'person',
    action: 'event',
    identifiers: { id: customer_id },
    id,
    name,
    timestamp: Math.floor(Date.parse(timestamp) / 1000),
    attributes,
  };
}

const OrderRowSchema = z.object({
  Name: z.string().min(1),
  Email: z.email(),
  'Financial Status': text,
  'Fulfillment Status': text,
  'Paid at': text,
  'Fulfilled at': text,
  'Accepts Marketing': text,
  Currency: text,
  Subtotal: number,
  Shipping: number,
  Taxes: number,
  Total: number,
  'Discount Code': text,
  'Discount Amount': number,
  'Shipping Method': text,
  'Created at': z.string().min(1),
  'Lineitem quantity': number,
  'Lineitem name': text,
  'Lineitem price': number,
  'Lineitem sku': text,
  'Billing Name': text,
  'Billing City': text,
  'Billing Zip': text,
  'Billing Country': text,
  'Shipping Name': text,
  'Shipping City': text,
  'Shipping Zip': text,
  'Shipping Country': text,
  'Refunded Amount': number,
  Tags: text,
});

function orderItem({ Name, Email, 'Created at': createdAt, ...attributes }: z.infer<typeof OrderRowSchema>) {
  return {
    type: 'person',
    action: 'event',
    identifiers: { email: Email },
    id: Name,
    name: 'order_placed',
    timestamp: Math.floor(Date.parse(createdAt) / 1000),
    attributes,
  };
}

/** Rows of the file, each as an object with its column names. */
export function namedRows(path: string): AsyncIterable<Record<string, string>> {
  return createReadStream(path).pipe(parse({ columns: true }));
}

/** @returns the number of rows that became JSON. */
export async function mapEventRows(path: string): Promise<number> {
  let rows = 0;
  for await (const row of namedRows(path)) {
    if (JSON.stringify(eventItem(EventRowSchema.parse(row))).length > 0) rows++;
  }
  return rows;
}

/** @returns the number of rows that became JSON. */
export async function mapOrderRows(path: string): Promise<number> {
  let rows = 0;
  for await (const row of namedRows(path)) {
    if (JSON.stringify(orderItem(OrderRowSchema.parse(row))).length > 0) rows++;
  }
  return rows;
}
