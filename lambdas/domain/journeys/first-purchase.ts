// First purchase: leads who have not bought yet.
import type { Journey } from './journey.ts';

export const firstPurchase = {
  name: 'first-purchase',
  title: 'First purchase from leads',
  does: 'Writes to leads until their first order.',
  needs: [
    { kind: 'people', why: 'to know the leads' },
    { kind: 'consent', why: 'so that leads who said no get no mail' },
    { kind: 'event', event: 'order_placed', why: 'to end the journey with the first order' },
    {
      kind: 'same-person',
      event: 'order_placed',
      with: 'people',
      why: 'so that an order ends the journey of the same lead',
    },
    { kind: 'often', event: 'order_placed', every: '1d', why: 'so that no buyer gets a mail for leads' },
  ],
  build: {
    trigger: 'Segment “Leads without an order”.',
    conditions: ['Wait 1 day between messages.'],
    exit: 'Performs `order_placed`.',
    segment: {
      name: 'Leads without an order',
      conditions: ['has not performed `order_placed` ever', '`unsubscribed` is not true'],
      believable:
        'All leads without the buyers. If it has buyers, import their orders of all time once, as a backfill.',
    },
  },
  flow: { event: 'order_placed', ages: ['24h'] },
  flowCounts:
    'No file has leads and orders together, so no flow counts this segment. This flow counts the people who leave it:',
  data: [
    { of: 'person', name: 'first_name', type: 'text', from: 'leads' },
    { of: 'person', name: 'unsubscribed', type: 'boolean', from: 'leads' },
  ],
  template: {
    what: 'A greeting with or without a name',
    liquid: `Hello{% if customer.first_name %} {{ customer.first_name }}{% endif %},`,
  },
} as const satisfies Journey;
