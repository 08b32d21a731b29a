// Writes orders and carts as Shopify's exports have them: one row per item, the columns of the order only in its first row.
// The headers are those of real exports.
import { type Cells, csvText } from './csv-text.ts';
import type { Address, Cart, Item, OrderView, Seconds, Zone } from './shop.ts';

const UP_TO_VENDOR =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor';
const FROM_ID =
  'Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone';
const PROVINCES = 'Billing Province Name,Shipping Province Name';

const HEADERS = {
  checkouts: [UP_TO_VENDOR, FROM_ID, 'Receipt Number', PROVINCES],
  orders2021: [
    ...[UP_TO_VENDOR, 'Outstanding Balance,Employee,Location,Device ID', FROM_ID],
    ...['Receipt Number,Duties', PROVINCES],
  ],
  orders: [
    ...[UP_TO_VENDOR, 'Outstanding Balance,Employee,Location,Device ID', FROM_ID, 'Receipt Number,Duties'],
    ...[PROVINCES, 'Payment ID,Payment Terms Name,Next Payment Due At,Payment References'],
  ],
} as const;

export type Layout = keyof typeof HEADERS;

export interface Store {
  readonly zone: Zone;
  readonly currency: string;
}

export function ordersFile(
  orders: readonly OrderView[],
  store: Store,
  layout: 'orders' | 'orders2021',
): string {
  const rows = orders.flatMap((order) => {
    const every = { Name: order.name, Email: order.email, 'Created at': localTime(order.at, store.zone) };
    return rowsOf(order.items, every, orderCells(order, store));
  });
  return csvText(headerOf(layout), rows);
}

export function checkoutsFile(carts: readonly Cart[], store: Store): string {
  const rows = carts.flatMap((cart) => {
    const every = {
      Name: `#${cart.id}`,
      Email: cart.email,
      'Created at': localTime(cart.at, store.zone),
    };
    const total = money(cart.items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0));
    return rowsOf(cart.items, every, {
      'Accepts Marketing': 'no',
      Currency: store.currency,
      Subtotal: total,
      Total: total,
      Id: cart.id,
      ...addressCells(cart.address, ''),
    });
  });
  return csvText(headerOf('checkouts'), rows);
}

function headerOf(layout: Layout): string[] {
  return HEADERS[layout].join(',').split(',');
}

function rowsOf(items: readonly Item[], every: Cells, first: Cells): Cells[] {
  return items.map((item, n) => ({ ...(n === 0 ? first : {}), ...every, ...itemCells(item) }));
}

function orderCells(order: OrderView, { zone, currency }: Store): Cells {
  const time = (at: Seconds) => (at === 0 ? '' : localTime(at, zone));
  return {
    'Financial Status': financialStatus(order),
    'Paid at': time(order.paidAt),
    'Fulfillment Status': order.fulfilledAt > 0 ? 'fulfilled' : 'unfulfilled',
    'Fulfilled at': time(order.fulfilledAt),
    'Accepts Marketing': order.acceptsMarketing ? 'yes' : 'no',
    Currency: currency,
    Subtotal: money(order.subtotalCents),
    Shipping: money(order.shippingCents),
    Taxes: money(0),
    Total: money(order.totalCents),
    'Discount Code': order.discountCode,
    'Discount Amount': money(0),
    'Shipping Method': 'Standard',
    Notes: order.note,
    'Cancelled at': time(order.canceledAt),
    'Refunded Amount': money(order.refundedCents),
    'Outstanding Balance': money(order.paidAt > 0 ? 0 : order.totalCents),
    Id: order.id,
    Tags: order.tags.join(', '),
    Source: 'web',
    ...addressCells(order.address, "'"),
  };
}

/** @param mark what Shopify writes before a zip code of digits. */
function addressCells({ name, city, zip, country }: Address, mark: string): Cells {
  const cell = /^\d+$/.test(zip) ? mark + zip : zip;
  return Object.fromEntries(
    ['Billing', 'Shipping'].flatMap((kind) => [
      [`${kind} Name`, name],
      [`${kind} City`, city],
      [`${kind} Zip`, cell],
      [`${kind} Country`, country],
    ]),
  );
}

function itemCells({ quantity, name, cents, compareAtCents, sku, vendor }: Item): Cells {
  return {
    'Lineitem quantity': String(quantity),
    'Lineitem name': name,
    'Lineitem price': money(cents),
    'Lineitem compare at price': compareAtCents > 0 ? money(compareAtCents) : '',
    'Lineitem sku': sku,
    'Lineitem requires shipping': 'true',
    'Lineitem taxable': 'false',
    'Lineitem discount': money(0),
    Vendor: vendor,
  };
}

function financialStatus({ refundedCents, totalCents, paidAt }: OrderView): string {
  if (refundedCents >= totalCents) return 'refunded';
  if (refundedCents > 0) return 'partially_refunded';
  return paidAt > 0 ? 'paid' : 'pending';
}

function money(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** `2025-11-05 22:23:29 -0800` */
function localTime(at: Seconds, { before, after, changesAt }: Zone): string {
  const minutes = at < changesAt ? before : after;
  const local = new Date((at + minutes * 60) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const size = Math.abs(minutes);
  const digits = (number: number) => String(number).padStart(2, '0');
  return `${local} ${minutes < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}${digits(size % 60)}`;
}
