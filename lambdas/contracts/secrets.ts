// Shapes of the two secrets.
import * as z from 'zod';

/** The Track API's credentials, as the operator puts them into Secrets Manager. */
export const CustomerIoSecretSchema = z.object({ siteId: z.string().min(1), apiKey: z.string().min(1) });
export type CustomerIoSecret = z.infer<typeof CustomerIoSecretSchema>;
