// People with an id or an email. Every other column is an attribute.
import type { FeedInput } from '../../contracts/feed/feed.ts';

export const people = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['id', 'customer_id', 'user_id', 'ID', 'CUSTOMER_ID', 'USER_ID'] },
    { as: 'email', columns: ['email', 'Email', 'EMAIL'] },
  ],
  columns: {
    // Customer.io needs its own date attribute in Unix seconds, and consent as true or false.
    created_at: { type: 'datetime' },
    CREATED_AT: { as: 'created_at', type: 'datetime' },
    unsubscribed: { type: 'boolean' },
    UNSUBSCRIBED: { as: 'unsubscribed', type: 'boolean' },
  },
} as const satisfies FeedInput;
