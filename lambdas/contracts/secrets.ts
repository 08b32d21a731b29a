// Shapes of the two secrets.
import * as z from 'zod';

/** Customer.io's credentials, as the operator puts them into Secrets Manager: the Track API's, and the App API's. */
export const CustomerIoSecretSchema = z.object({
  siteId: z.string().min(1),
  apiKey: z.string().min(1),
  /** Only for feeds whose canary is read back. */
  appApiKey: z.string().optional(),
});
export type CustomerIoSecret = z.infer<typeof CustomerIoSecretSchema>;
