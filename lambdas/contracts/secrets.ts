// The form of Customer.io's secret.
import * as z from 'zod';

/** Customer.io's credentials in Secrets Manager, for the Track API and the App API. */
export const CustomerIoSecretSchema = z.object({
  siteId: z.string().min(1),
  apiKey: z.string().min(1),
  /** Needed only for feeds whose canary is read back. */
  appApiKey: z.string().optional(),
});
export type CustomerIoSecret = z.infer<typeof CustomerIoSecretSchema>;
