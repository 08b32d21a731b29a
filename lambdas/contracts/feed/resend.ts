// When attributes of people are sent again, although they have not changed since they were delivered.
import * as z from 'zod';

export const ResendSchema = z.union([
  z.literal('always'),
  z.string().regex(/^[1-9]\d{0,3}d$/, 'must be "always" or a number of days, such as "7d"'),
]);
export type Resend = z.infer<typeof ResendSchema>;

/** Days after which they are sent again; undefined for never. */
export function resendDaysOf(resend: Resend | undefined): number | undefined {
  if (resend === undefined) return undefined;
  return resend === 'always' ? 0 : Number.parseInt(resend, 10);
}
