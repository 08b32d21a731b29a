import { describe, expect, it } from '@jest/globals';
import { csv, rows } from './csv.ts';
import { pipelineFixture } from './pipeline-fixture.ts';
import { CHECKOUTS_HEADER, checkoutLine, hoursAgo, ORDERS_HEADER, orderLine } from './shopify-csv.ts';

const pipeline = pipelineFixture();

const told = (name: string) => pipeline.events().filter((event) => event.name === name);
/** People who have a cart in Customer.io although they bought. */
function buyersWithCart(): string[] {
  const buyers = new Set(told('order_placed').map(({ person }) => person));
  return told('checkout_started').flatMap(({ person }) => (buyers.has(person) ? [person] : []));
}

describe('the cart of a buyer', () => {
  it('is not sent if one file has both, in any order', async () => {
    const header = 'event_id,event_name,timestamp,customer_id';
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const cart = (n: number) => `cart-${n},checkout_started,${at(5)},one-${n}`;
    const order = (n: number) => `order-${n},order_placed,${at(4)},one-${n}`;
    const report = await pipeline.importFile(
      'shop',
      csv(header, ...rows(40, cart), ...rows(10, order), ...rows(10, order, 31)),
    );
    expect(buyersWithCart()).toEqual([]);
    expect(told('checkout_started').map(({ person }) => person)).toEqual(rows(20, (n) => `one-${n}`, 11));
    expect(report).toMatchObject({ state: 'completed', outcomes: { delivered: 40, suppressed: 20 } });
    expect(report.keptBack).toEqual([
      {
        outcome: 'suppressed',
        reason: 'checkout_started followed by order_placed',
        rows: 20,
        lines: rows(10, (n) => String(n), 2).map(Number),
      },
    ]);
  });

  it('is not sent if the orders were in an earlier file of their own, with the presets', async () => {
    const order = (n: number) => orderLine(`#20${n}`, `two-${n}@example.com`, hoursAgo(2));
    const cart = (n: number) => checkoutLine(`37${n}`, `Two-${n}@example.com`, hoursAgo(3));
    await pipeline.importFile('shopify-orders', csv(ORDERS_HEADER, ...rows(10, order)));
    const report = await pipeline.importFile('shopify-checkouts', csv(CHECKOUTS_HEADER, ...rows(15, cart)));
    expect(buyersWithCart()).toEqual([]);
    expect(told('checkout_started')).toHaveLength(5);
    expect(report).toMatchObject({ outcomes: { delivered: 5, suppressed: 10 } });
  });
});

describe('an order that is canceled or refunded in its own rows', () => {
  const cancelled = { 'Cancelled at': hoursAgo(1) };
  const refunded = { 'Refunded Amount': '10.00' };
  const order = (name: string, cells = {}) =>
    orderLine(name, `${name.slice(1)}@example.com`, hoursAgo(9), cells);

  it('is not sent, and its cancellation or refund is sent', async () => {
    const report = await pipeline.importFile(
      'post-purchase',
      csv(ORDERS_HEADER, order('#501', cancelled), order('#502', refunded), order('#503')),
    );
    expect(told('order_placed').map(({ person }) => person)).toEqual(['503@example.com']);
    expect(told('order_cancelled').map(({ person }) => person)).toEqual(['501@example.com']);
    expect(told('order_refunded').map(({ person }) => person)).toEqual(['502@example.com']);
    expect(report).toMatchObject({ outcomes: { delivered: 1, suppressed: 2 }, unfinished: 0 });
    expect(report.keptBack).toMatchObject([
      { reason: 'order_placed followed by order_cancelled', rows: 1, lines: [2] },
      { reason: 'order_placed followed by order_refunded', rows: 1, lines: [3] },
    ]);
  });
});

describe('a person that a feed suppressed', () => {
  it('gets nothing until a feed ends the suppression', async () => {
    await pipeline.importFile('people', csv('id,email', 'sup-1,sup-1@example.com'));
    await pipeline.importFile('suppressed', csv('id,email', 'sup-1,sup-1@example.com'));
    const plan = csv('id,plan', 'sup-1,gold', 'kept-1,gold');
    const visit = csv('event_id,event_name,timestamp,customer_id', `sup-1,visited,${hoursAgo(1)},sup-1`);
    const report = await pipeline.importFile('people', plan, 'after.csv');
    expect(report).toMatchObject({ outcomes: { delivered: 1, suppressed: 1 } });
    expect(report.keptBack).toMatchObject([{ reason: 'the person is suppressed', rows: 1, lines: [2] }]);
    expect(await pipeline.importFile('events', visit)).toMatchObject({ outcomes: { suppressed: 1 } });
    expect(pipeline.people().map(({ id }) => id)).toEqual(['kept-1']);
    expect(told('visited')).toEqual([]);
    await pipeline.importFile('unsuppressed', csv('id,email', 'sup-1,sup-1@example.com'));
    expect(await pipeline.importFile('events', visit, 'again.csv')).toMatchObject({
      outcomes: { delivered: 1 },
    });
    expect(told('visited').map(({ person }) => person)).toEqual(['sup-1']);
  });
});
