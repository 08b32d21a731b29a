// Cart recovery: a reminder for people who left a checkout.
import type { Journey } from './journey.ts';

export const cartRecovery = {
  name: 'cart-recovery',
  title: 'Cart recovery',
  does: 'Reminds people of a cart that they left, and stops when they buy.',
  needs: [
    { kind: 'event', event: 'checkout_started', why: 'to start the journey' },
    { kind: 'minutes', event: 'checkout_started', why: 'so that the delay counts from the right minute' },
    { kind: 'property', event: 'checkout_started', property: 'value', why: 'for the value of the cart' },
    {
      kind: 'property',
      event: 'checkout_started',
      property: 'items',
      why: 'to show the cart',
      isOptional: true,
    },
    { kind: 'event', event: 'order_placed', why: 'to end the journey when the person buys' },
    {
      kind: 'same-person',
      event: 'checkout_started',
      with: 'order_placed',
      why: 'so that a purchase ends the journey of the same person',
    },
    {
      kind: 'suppressed',
      event: 'checkout_started',
      by: 'order_placed',
      within: '30d',
      why: 'so that no one is reminded of what they bought',
    },
    {
      kind: 'after',
      event: 'checkout_started',
      by: 'order_placed',
      why: 'so that purchases are known before carts are sent',
      isOptional: true,
    },
    { kind: 'live', event: 'checkout_started', why: 'so that the event triggers the campaign' },
    {
      kind: 'often',
      event: 'checkout_started',
      every: '1h',
      why: 'so that a reminder comes while the cart matters',
    },
  ],
  build: {
    trigger: 'Event `checkout_started`.',
    conditions: ['Wait 1 hour.', 'Before each message: has not performed `order_placed` since the trigger.'],
    exit: 'Performs `order_placed`.',
    segment: {
      name: 'Left a cart in the last 24 hours',
      conditions: [
        'has performed `checkout_started` within the past 1 day',
        'has not performed `order_placed` within the past 1 day',
      ],
      believable:
        'About two thirds of the checkouts of a day are left. No one at all means that carts are missing or late; more people than the shop has visitors in a day means that times are wrong.',
    },
  },
  flow: { event: 'checkout_started', without: 'order_placed', ages: ['2h', '24h'] },
  flowCounts:
    'This flow counts the same people in each file, and those who bought earlier that day and then left another cart:',
  data: [
    { of: 'checkout_started', name: 'total', type: 'number', from: 'shopifyCheckouts' },
    { of: 'checkout_started', name: 'currency', type: 'text', from: 'shopifyCheckouts' },
    { of: 'checkout_started', name: 'items', type: 'list', from: 'shopifyCheckouts' },
    { of: 'checkout_started', name: 'items[].name', type: 'text', from: 'shopifyCheckouts' },
    { of: 'checkout_started', name: 'items[].quantity', type: 'number', from: 'shopifyCheckouts' },
    { of: 'checkout_started', name: 'items[].price', type: 'number', from: 'shopifyCheckouts' },
  ],
  template: {
    what: 'The cart with its value',
    liquid: `{% for item in event.items %}{{ item.quantity }} × {{ item.name }}
{% endfor %}Total: {{ event.total | round: 2 }} {{ event.currency }}`,
  },
} as const satisfies Journey;
