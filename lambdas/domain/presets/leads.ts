// Leads from a form or a fair, with an email.
import type { FeedInput } from '../../contracts/feed/feed.ts';

export const leads = {
  kind: 'people',
  identifiers: [{ as: 'email', columns: ['email', 'Email', 'E-mail', 'Email Address'] }],
  stripApostrophe: true,
  columns: {
    'First Name': { as: 'first_name' },
    'Last Name': { as: 'last_name' },
    phone: { type: 'string' },
    Phone: { as: 'phone', type: 'string' },
    'Phone Number': { as: 'phone', type: 'string' },
    Company: { as: 'company' },
    created_at: { type: 'datetime' },
    unsubscribed: { type: 'boolean' },
  },
} as const satisfies FeedInput;
