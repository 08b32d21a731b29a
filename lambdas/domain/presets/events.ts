// Events with a name and a time. Every other column is a property.
import type { FeedInput } from '../../contracts/feed/feed.ts';

export const events = {
  kind: 'events',
  identifiers: [
    { as: 'id', columns: ['customer_id', 'person_id', 'user_id'] },
    { as: 'email', columns: ['email', 'Email'] },
  ],
  event: { column: ['event_name', 'event'] },
  time: { column: ['timestamp', 'occurred_at'] },
  key: [['event_id']],
} as const satisfies FeedInput;
