// Winback: people who have not bought for some time.
import type { Journey } from './journey.ts';

export const winback = {
  name: 'winback',
  title: 'Winback',
  does: 'Writes to people whose last order was 60 to 90 days ago.',
  needs: [
    { kind: 'event', event: 'order_placed', why: 'to know when each person last bought' },
    { kind: 'history', event: 'order_placed', back: '90d', why: 'because the segment looks back so far' },
    {
      kind: 'often',
      event: 'order_placed',
      every: '1d',
      why: 'so that no one who bought yesterday is won back',
    },
    { kind: 'people', why: 'to write to people by their name', isOptional: true },
    { kind: 'consent', why: 'because these people have not heard from you for long', isOptional: true },
  ],
  build: {
    trigger:
      'Segment “Last order 60 to 90 days ago”. Entering a segment is a trigger of its own: pause the campaign before you import old orders.',
    conditions: ['Each person at most once every 90 days.'],
    exit: 'Performs `order_placed`.',
    segment: {
      name: 'Last order 60 to 90 days ago',
      conditions: [
        'has performed `order_placed` within the past 90 days',
        'has not performed `order_placed` within the past 60 days',
      ],
      believable:
        'At most the buyers of a month. All customers means that the orders of the last 60 days are missing.',
    },
  },
  flow: { event: 'order_placed', without: 'order_placed', ages: ['60d-90d'] },
  data: [
    { of: 'person', name: 'last_order_date', type: 'time', from: 'rollUp' },
    { of: 'person', name: 'total_orders', type: 'number', from: 'rollUp' },
  ],
  template: {
    what: 'The time of the last order, with a roll-up',
    liquid: `{% if customer.last_order_date %}Your last order was in {{ customer.last_order_date | date: "%B %Y" }}.{% endif %}`,
  },
} as const satisfies Journey;
