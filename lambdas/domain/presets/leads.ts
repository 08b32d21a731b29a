// Leads of a form or an event: known by e-mail, else by phone.
import type { FeedInput } from '../../contracts/feed.ts';

export const leads = {
  kind: 'people',
  identifiers: [
    { as: 'email', columns: ['email', 'Email', 'E-mail', 'Email Address'] },
    { as: 'phone', columns: ['phone', 'Phone', 'Phone Number'], stripApostrophe: true },
  ],
  columns: {
    'First Name': { as: 'first_name' },
    'Last Name': { as: 'last_name' },
    Company: { as: 'company' },
    created_at: { type: 'datetime' },
    unsubscribed: { type: 'boolean' },
  },
} as const satisfies FeedInput;
