// (b) Rows of Shopify's orders export: 79 columns, about 700 bytes, one row for each line item of an order.
import { randomOf } from './random.ts';

const COLUMNS =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References'.split(
    ',',
  );
export const ORDERS_HEADER = `${COLUMNS.join(',')}\n`;

const PEOPLE = ['Ann Bee', 'Bob Oz', 'Cleo Diaz', 'Dora Nguyen', 'Emil Sorensen'];
const CITIES = ['New York', 'London', 'Toronto', 'Portland', 'San Francisco'];
const PRODUCTS = ['"Walnut desk, large"', 'Brass lamp', '"Tray, 19"" wide"', 'Wool rug', 'Gift card'];
const NOTES = ['"Please leave it at the back door.\nThe dog is friendly, ""mostly""."', 'Ring twice', '', ''];
const MOST_LINES = 3;

/** At least this many rows of whole orders, with their line ends. */
export function* orderRows(rows: number): Generator<string> {
  for (let order = 0, made = 0; made < rows; order++) {
    const { below, pick, next } = randomOf(order);
    const lines = 1 + (next() < 0.1 ? below(MOST_LINES) : 0);
    for (let line = 0; line < lines; line++, made++) {
      const item = lineItem(pick(PRODUCTS), 1 + below(3), `${10 + below(400)}.50`, `SKU-${below(9000)}-EU`);
      const [person, city, total] = [pick(PEOPLE), pick(CITIES), `${20 + below(900)}.40`];
      const own = orderCells(order, { person, city, total, note: pick(NOTES) });
      const cells = line === 0 ? { ...own, ...item } : { ...keyCells(order), ...item };
      yield `${COLUMNS.map((column) => cells[column] ?? '').join(',')}\n`;
    }
  }
}

type Cells = Readonly<Record<string, string>>;

function keyCells(order: number): Cells {
  const day = String(1 + (order % 28)).padStart(2, '0');
  return {
    Name: `#${10_000 + order}`,
    Email: `person.number.${order % 50_000}@example.com`,
    'Created at': `2025-0${1 + (order % 9)}-${day} 14:05:09 -0400`,
  };
}

function lineItem(name: string, quantity: number, price: string, sku: string): Cells {
  return {
    'Lineitem quantity': String(quantity),
    'Lineitem name': name,
    'Lineitem price': price,
    'Lineitem compare at price': '',
    'Lineitem sku': sku,
    'Lineitem requires shipping': 'true',
    'Lineitem taxable': 'true',
    'Lineitem fulfillment status': 'fulfilled',
    'Lineitem discount': '0.00',
    Vendor: 'Fjord & Fell',
  };
}

interface OrderData {
  readonly person: string;
  readonly city: string;
  readonly total: string;
  readonly note: string;
}

function addressCells(kind: 'Billing' | 'Shipping', order: number, { person, city }: OrderData): Cells {
  return {
    [`${kind} Name`]: person,
    [`${kind} Street`]: `${order % 300} Example Way`,
    [`${kind} Address1`]: `${order % 300} Example Way`,
    [`${kind} Company`]: 'Fjord & Fell Interiors Ltd',
    [`${kind} City`]: city,
    [`${kind} Zip`]: `'${10_000 + (order % 80_000)}`,
    [`${kind} Province`]: 'NY',
    [`${kind} Country`]: 'US',
    [`${kind} Phone`]: `+1202555${1000 + (order % 9000)}`,
    [`${kind} Province Name`]: 'New York',
  };
}

function orderCells(order: number, data: OrderData): Cells {
  const key = keyCells(order);
  const { total, note } = data;
  return {
    ...key,
    'Financial Status': 'paid',
    'Paid at': key['Created at'] ?? '',
    'Fulfillment Status': 'fulfilled',
    'Fulfilled at': key['Created at'] ?? '',
    'Accepts Marketing': order % 2 === 0 ? 'yes' : 'no',
    Currency: 'USD',
    Subtotal: total,
    Shipping: '12.00',
    Taxes: '33.45',
    Total: total,
    'Discount Code': order % 4 === 0 ? 'WELCOME10' : '',
    'Discount Amount': '0.00',
    'Shipping Method': 'Standard',
    ...addressCells('Billing', order, data),
    ...addressCells('Shipping', order, data),
    Notes: note,
    'Note Attributes': `"gift: no\ncard: none, for order ${order}\nsource: campaign-${order % 90}"`,
    'Device ID': `device-${order % 5000}`,
    'Payment Method': 'Shopify Payments',
    'Payment Reference': `c${5_512_345_678_000 + order}.1`,
    'Refunded Amount': '0.00',
    'Outstanding Balance': '0.00',
    Id: String(5_512_345_678_000 + order),
    Tags: order % 3 === 0 ? '"VIP, gift wrap"' : '',
    'Risk Level': 'Low',
    Source: 'web',
    'Tax 1 Name': 'New York State Tax 4%',
    'Tax 1 Value': '16.72',
    'Tax 2 Name': 'New York City Tax 4.5%',
    'Tax 2 Value': '16.73',
    Phone: `+1202555${1000 + (order % 9000)}`,
    'Payment ID': `c${5_512_345_678_000 + order}`,
    'Payment References': `c${5_512_345_678_000 + order}.1`,
  };
}
