// Further orders of suppression, on the engine.
import { describe, expect, it } from '@jest/globals';
import { csv } from './csv.ts';
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
  it('is not sent if the order was in an earlier file of the same feed', async () => {
    const header = 'event_id,event_name,timestamp,customer_id';
    const at = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
    const orders = ['a', 'b'].map((who) => `before-${who},order_placed,${at(4)},before-${who}`);
    const carts = ['a', 'b', 'c'].map((who) => `cart-${who},checkout_started,${at(5)},before-${who}`);
    await pipeline.importFile('shop', csv(header, ...orders));
    const report = await pipeline.importFile('shop', csv(header, ...carts, ...orders), 'later.csv');
    expect(buyersWithCart()).toEqual([]);
    expect(told('checkout_started').map(({ person }) => person)).toEqual(['before-c']);
    expect(report).toMatchObject({ outcomes: { delivered: 1, suppressed: 2, duplicate: 2 } });
  });

  it('is sent if it is newer than the order', async () => {
    await pipeline.importFile(
      'shopify-orders',
      csv(ORDERS_HEADER, orderLine('#301', 'three@example.com', hoursAgo(3))),
    );
    await pipeline.importFile(
      'shopify-checkouts',
      csv(CHECKOUTS_HEADER, checkoutLine('301', 'three@example.com', hoursAgo(2))),
    );
    expect(told('checkout_started')).toHaveLength(1);
  });

  it('is not sent when its file is dropped again, without a request', async () => {
    const order = orderLine('#401', 'four@example.com', hoursAgo(2));
    const carts = csv(CHECKOUTS_HEADER, checkoutLine('401', 'four@example.com', hoursAgo(3)));
    await pipeline.importFile('shopify-orders', csv(ORDERS_HEADER, order));
    for (const name of ['a.csv', 'b.csv']) {
      expect(await pipeline.importFile('shopify-checkouts', carts, name)).toMatchObject({
        outcomes: { suppressed: 1 },
        requests: 0,
      });
    }
    expect(told('checkout_started')).toEqual([]);
  });
});

describe('an order that is canceled or refunded in its own rows', () => {
  const cancelled = { 'Cancelled at': hoursAgo(1) };
  const order = (name: string, cells = {}) =>
    orderLine(name, `${name.slice(1)}@example.com`, hoursAgo(9), cells);

  it('is not sent from a later export; an order that was sent before is sent as canceled', async () => {
    await pipeline.importFile('post-purchase', csv(ORDERS_HEADER, order('#601', cancelled), order('#602')));
    const report = await pipeline.importFile(
      'post-purchase',
      csv(ORDERS_HEADER, order('#601', cancelled), order('#602', cancelled)),
    );
    expect(report).toMatchObject({ outcomes: { suppressed: 1, duplicate: 1 } });
    expect(told('order_placed').map(({ person }) => person)).toEqual(['602@example.com']);
    expect(told('order_cancelled').map(({ person }) => person)).toEqual([
      '601@example.com',
      '602@example.com',
    ]);
  });
});
