// People with an id or an e-mail; every other column an attribute.
import type { FeedInput } from '../../contracts/feed.ts';

export const people = {
  kind: 'people',
  identifiers: [
    { as: 'id', columns: ['id', 'customer_id'] },
    { as: 'email', columns: ['email'] },
  ],
} as const satisfies FeedInput;
