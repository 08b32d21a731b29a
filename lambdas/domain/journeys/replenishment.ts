// Replenishment: people who should soon need what they bought.
import type { Journey } from './journey.ts';

export const replenishment = {
  name: 'replenishment',
  title: 'Replenishment',
  does: 'Reminds people to buy again 28 to 32 days after an order.',
  needs: [
    { kind: 'event', event: 'order_placed', why: 'to know when and what each person bought' },
    { kind: 'property', event: 'order_placed', property: 'product', why: 'to know which products run out' },
    { kind: 'history', event: 'order_placed', back: '32d', why: 'because the segment looks back so far' },
    { kind: 'often', event: 'order_placed', every: '1d', why: 'so that no one who bought again is reminded' },
    {
      kind: 'property',
      event: 'order_placed',
      property: 'items',
      why: 'to show what was bought',
      isOptional: true,
    },
  ],
  build: {
    trigger: 'Event `order_placed`, if event data `items[].sku` contains a product that runs out.',
    conditions: ['Wait 28 days.', 'Before the message: has not performed `order_placed` since the trigger.'],
    exit: 'Performs `order_placed`.',
    segment: {
      name: 'Last order 28 to 32 days ago',
      conditions: [
        'has performed `order_placed` within the past 32 days',
        'has not performed `order_placed` within the past 28 days',
      ],
      believable: 'About the buyers of four days, without those who bought again.',
    },
  },
  flow: { event: 'order_placed', without: 'order_placed', ages: ['28d-32d'] },
  data: [
    { of: 'order_placed', name: 'items', type: 'list', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'items[].sku', type: 'text', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'items[].name', type: 'text', from: 'shopifyOrders' },
    { of: 'order_placed', name: 'items[].quantity', type: 'number', from: 'shopifyOrders' },
  ],
  template: {
    what: 'The products with their SKU',
    liquid: `{% for item in event.items %}{{ item.name }} ({{ item.sku }})
{% endfor %}`,
  },
} as const satisfies Journey;
