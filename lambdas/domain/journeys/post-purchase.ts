// Post-purchase: a message after an order, by what was bought.
import type { Journey } from './journey.ts';

export const postPurchase = {
  name: 'post-purchase',
  title: 'Post-purchase',
  does: 'Writes to buyers after an order, with different messages by category.',
  needs: [
    { kind: 'event', event: 'order_placed', why: 'to start the journey' },
    { kind: 'property', event: 'order_placed', property: 'items', why: 'to know what was bought' },
    { kind: 'property', event: 'order_placed', property: 'category', why: 'to choose the message' },
    { kind: 'live', event: 'order_placed', why: 'so that the event triggers the campaign' },
    {
      kind: 'often',
      event: 'order_placed',
      every: '1d',
      why: 'so that the message comes soon after the order',
    },
    {
      kind: 'event',
      event: 'order_cancelled',
      why: 'to end the journey when the order is cancelled',
      isOptional: true,
    },
  ],
  build: {
    trigger: 'Event `order_placed`.',
    conditions: [
      'Wait until the order has arrived, such as 5 days.',
      'A branch for each category: event data `items[].vendor` contains the category. Shopify’s export has the vendor and no category.',
    ],
    exit: 'Performs `order_cancelled`.',
    segment: {
      name: 'Bought in the last 24 hours',
      conditions: ['has performed `order_placed` within the past 1 day'],
      believable: 'The buyers of a day, as the shop counts them. A person with two orders counts once.',
    },
  },
  flow: { event: 'order_placed', ages: ['24h'] },
  data: [
    { of: 'order_placed', name: 'items', type: 'list', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'items[].vendor', type: 'text', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'items[].sku', type: 'text', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'total', type: 'number', from: 'shopifyOrders' },
  ],
  template: {
    what: 'A line for each vendor of the order',
    liquid: `{% assign vendors = event.items | map: "vendor" | uniq %}{% for vendor in vendors %}How to care for {{ vendor }}
{% endfor %}`,
  },
} as const satisfies Journey;
