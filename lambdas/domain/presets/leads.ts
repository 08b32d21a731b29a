// Leads from a form or a fair, with an email.
import type { FeedInput } from '../../contracts/feed/feed.ts';

const optIn = { type: 'optIn' } as const;
const optOut = { type: 'optOut' } as const;

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
    // A no unsubscribes the lead. A yes changes nothing, because it can be older than a click on "unsubscribe".
    'Opt-in': { as: 'opt_in', ...optIn },
    'Opt In': { as: 'opt_in', ...optIn },
    opt_in: optIn,
    'Email Opt-In': { as: 'email_opt_in', ...optIn },
    'Email Opt In': { as: 'email_opt_in', ...optIn },
    email_opt_in: optIn,
    'Marketing Opt-In': { as: 'marketing_opt_in', ...optIn },
    marketing_opt_in: optIn,
    'Accepts Marketing': { as: 'accepts_marketing', ...optIn },
    'Opt-out': { as: 'opt_out', ...optOut },
    'Opt Out': { as: 'opt_out', ...optOut },
    opt_out: optOut,
    'Email Opt-Out': { as: 'email_opt_out', ...optOut },
    'Email Opt Out': { as: 'email_opt_out', ...optOut },
    email_opt_out: optOut,
    'Do Not Email': { as: 'do_not_email', ...optOut },
  },
} as const satisfies FeedInput;
