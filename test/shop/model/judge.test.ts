// The oracle and its comparison, on a shop that can be read: an order with two items, a refund, and a cart before it.
import { describe, expect, it } from '@jest/globals';
import type { Delivery } from './deliveries.ts';
import { type HeldEvent, judgeOutcome, type Outcome } from './judge.ts';
import { answerOf } from './oracle.ts';
import type { Shop } from './shop.ts';

const item = { quantity: 1, name: 'Lamp', cents: 1050, compareAtCents: 0, sku: '', vendor: 'Nora' };
const address = { name: 'Ann Bee', city: 'Bern', zip: '02134', country: 'US' };
const ann = 'ann@example.com';
const order = {
  ...{
    id: '1',
    name: '#1',
    email: ann,
    at: 1000,
    items: [item, { ...item, name: 'Tray' }],
    shippingCents: 0,
  },
  ...{ acceptsMarketing: true, discountCode: '', tags: [], note: '', address },
  changes: [{ at: 2000, kind: 'refunded', cents: 50 } as const],
};
const shop: Shop = {
  ...{ seed: 1, zone: { before: 0, after: 0, changesAt: 0 }, currency: 'EUR', visits: [], orders: [order] },
  carts: [{ id: '2', email: ann, at: 900, items: [item], address }],
};
const orders: Delivery = {
  ...{ feed: 'orders', name: 'a', from: 0, asOf: 3000, at: 3000, newestFirst: false, layout: 'orders' },
};
const answer = answerOf(shop, [{ files: [orders, { ...orders, feed: 'checkouts' }], anyOrder: false }]);

function aRight(): Outcome {
  const events = [...answer.events.values()].flatMap((versions) => versions.slice(0, 1)) as HeldEvent[];
  const totals = { first_order_date: 1000, last_order_date: 1000, total_orders: 1, lifetime_value: 21 };
  const imports = answer.reports.map((report, n) => {
    const { rows, conflicts, deliveredFurther, ...outcomes } = report ?? fail();
    const counts = { rows, conflicts, deliveredFurther, unfinished: 0 };
    return { file: `file ${n}`, state: 'completed', outcomes: { ...outcomes }, ...counts };
  });
  return { events, profiles: new Map([[ann, totals]]), imports };
}

function fail(): never {
  throw new Error('the oracle has no report');
}

describe('the oracle', () => {
  it('knows an order and its refund, and keeps the cart back', () => {
    expect([...answer.events.keys()]).toEqual(['order_placed 1 ', 'order_refunded 1 50']);
    expect(answer.reports.map((report) => report?.suppressed)).toEqual([0, 1]);
  });

  it('has nothing to say of what is right', () => {
    expect(judgeOutcome(answer, aRight())).toEqual([]);
  });

  it.each<[string, (right: Outcome) => Outcome, string]>([
    ['a lost event', (right) => ({ ...right, events: right.events.slice(1) }), 'order_placed 1  was lost'],
    [
      'an event that is there twice',
      (right) => ({ ...right, events: [...right.events, ...right.events.slice(0, 1)] }),
      'order_placed 1  is there 2 times',
    ],
    ['a lost item', (right) => withFirst(right, { items: [] }), 'order_placed 1  has items []'],
    ['another amount', (right) => withFirst(right, { total: 2100 }), 'order_placed 1  has total 2100'],
    [
      'the cart of a buyer',
      ({ events, ...right }) => ({
        ...right,
        events: [
          ...events,
          { ...(events[0] ?? fail()), name: 'checkout_started', attributes: { checkout_id: '2' } },
        ],
      }),
      'checkout_started 2 should not be there',
    ],
    [
      'another person',
      ({ events: [first = fail(), ...events], ...right }) => ({
        ...right,
        events: [{ ...first, person: 'bob@example.com' }, ...events],
      }),
      'order_placed 1  is about bob@example.com',
    ],
    ['a wrong sum', (right) => ({ ...right, profiles: new Map() }), `${ann} has first_order_date nothing`],
    [
      'a report that does not add up',
      ({ imports: [first = fail(), ...imports], ...right }) => ({
        ...right,
        imports: [{ ...first, rows: 3 }, ...imports],
      }),
      'the report of file 0 accounts for 2 of 3 rows',
    ],
  ])('finds %s', (_, change, found) => {
    expect(judgeOutcome(answer, change(aRight()))).toContainEqual(expect.stringContaining(found));
  });
});

function withFirst(right: Outcome, attributes: object): Outcome {
  const [first = fail(), ...events] = right.events;
  return { ...right, events: [{ ...first, attributes: { ...first.attributes, ...attributes } }, ...events] };
}
