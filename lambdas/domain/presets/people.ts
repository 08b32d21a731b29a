// People with an id or an e-mail; every other column an attribute.
import type { FeedInput } from '../../contracts/feed/feed.ts';

export const people = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['id', 'customer_id', 'user_id', 'ID', 'CUSTOMER_ID', 'USER_ID'] },
    { as: 'email', columns: ['email', 'Email', 'EMAIL'] },
  ],
  columns: {
    // Customer.io wants its own date attribute in Unix seconds, and consent without a doubt.
    created_at: { type: 'datetime' },
    CREATED_AT: { as: 'created_at', type: 'datetime' },
    unsubscribed: { type: 'boolean' },
    UNSUBSCRIBED: { as: 'unsubscribed', type: 'boolean' },
  },
} as const satisfies FeedInput;
