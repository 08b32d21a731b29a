// The Liquid and the flows of docs/journeys.md, with events and people that the presets really make.
import { describe, expect, it } from '@jest/globals';
import { Liquid } from 'liquidjs';
import { FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { JOURNEYS } from '../../lambdas/domain/journeys/all.ts';
import { leads } from '../../lambdas/domain/presets/leads.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { mapFile } from '../builders/map-file.ts';

const CARTS = `Name,Email,Created at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id
#31,ann@example.com,2025-12-31 13:50:00 -0500,EUR,52.50,1,Lamp,42.00,LAMP-1,31
#31,ann@example.com,,,,2,Bulb,5.25,BULB-2,
`;
const ORDERS = `Name,Email,Financial Status,Created at,Currency,Total,Refunded Amount,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Vendor,Id
#1001,ann@example.com,paid,2025-12-31 14:05:09 -0500,EUR,52.50,0.00,1,Lamp,42.00,LAMP-1,Lumen,5512345678901
#1001,ann@example.com,,,,,,2,Bulb,5.25,BULB-2,Lumen,
#1001,ann@example.com,,,,,,1,Rug,9.00,RUG-3,Carpets,
`;
const LEADS = `email,First Name,unsubscribed\nann@example.com,Ann,no\n`;

/** Attributes of the first item that the preset makes. */
function made(feed: Parameters<typeof mapFile>[0], text: string): Record<string, unknown> {
  const [item] = mapFile(feed, Buffer.from(text)).items;
  return (item as { attributes: Record<string, unknown> }).attributes;
}

const event = made(shopifyOrders, ORDERS);
const CONTEXTS: Readonly<Record<string, { context: object; reads: string }>> = {
  'cart-recovery': {
    context: { event: made(shopifyCheckouts, CARTS) },
    reads: '1 × Lamp\n2 × Bulb\nTotal: 52.5 EUR',
  },
  'post-purchase': { context: { event }, reads: 'How to care for Lumen\nHow to care for Carpets' },
  replenishment: { context: { event }, reads: 'Lamp (LAMP-1)\nBulb (BULB-2)\nRug (RUG-3)' },
  winback: {
    // The roll-up sends Unix seconds (docs/decisions/0013).
    context: { customer: { last_order_date: 1_767_207_909, total_orders: 2 } },
    reads: 'Your last order was in December 2025.',
  },
  'first-purchase': { context: { customer: made(leads, LEADS) }, reads: 'Hello Ann,' },
};

describe('the Liquid of docs/journeys.md', () => {
  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))('%s', async (name, { template }) => {
    const { context, reads } = CONTEXTS[name] as { context: object; reads: string };
    const engine = new Liquid({ strictVariables: true, strictFilters: true, timezoneOffset: 0 });
    expect((await engine.parseAndRender(template.liquid, context)).trim()).toBe(reads);
  });

  it('greets a person without a name', async () => {
    const { liquid } = JOURNEYS.find(({ name }) => name === 'first-purchase')?.template ?? { liquid: '' };
    expect(await new Liquid().parseAndRender(liquid, { customer: {} })).toBe('Hello,');
  });
});

describe('the events and attributes of docs/journeys.md', () => {
  const reads = JOURNEYS.flatMap(({ name, data }) => data.map((datum) => [name, datum] as const));
  it.each(reads.map(([name, datum]) => [`${name}: ${datum.of}, ${datum.name}`, name, datum] as const))(
    '%s is sent, with its type',
    (_, name, { of, name: path, type }) => {
      const sent = CONTEXTS[name]?.context as Readonly<Record<string, unknown>>;
      expect(kindOf(valueAt(sent[of === 'person' ? 'customer' : 'event'], path))).toBe(
        type === 'time' ? 'number' : type === 'text' ? 'string' : type,
      );
    },
  );

  it('include everything that the templates print', () => {
    for (const { data, template } of JOURNEYS) {
      const printed = [...template.liquid.matchAll(/(?:event|customer|item)\.(\w+)/g)].map(
        ([, name]) => name,
      );
      const names = data.map(({ name }) => name.replace('items[].', ''));
      expect(names).toEqual(expect.arrayContaining(printed));
    }
  });
});

/** `items[].sku` is the SKU of the first item. */
function valueAt(sent: unknown, path: string): unknown {
  return path.split(/\.|(?=\[)/).reduce((value: unknown, step) => {
    if (step === '[]') return (value as unknown[])[0];
    return (value as Readonly<Record<string, unknown>>)[step];
  }, sent);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

describe('the flows of docs/journeys.md', () => {
  it.each(JOURNEYS.map((journey) => [journey.name, journey] as const))(
    '%s is accepted in a feed',
    (name, { flow }) => {
      const feeds = FeedsSchema.parse({
        workspace: 'test',
        feeds: { orders: { ...shopifyOrders, flows: { [name]: flow } } },
      });
      expect(Object.keys(feeds.feeds.orders?.kind === 'events' ? feeds.feeds.orders.flows : {})).toEqual([
        name,
      ]);
    },
  );
});
