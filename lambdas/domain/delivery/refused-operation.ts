// What Forward notes of an operation that Customer.io refused, for Report to give its rows back.
import * as z from 'zod';

export const RefusedOperationsSchema = z.array(
  z.object({
    /** Line of its first row, and how many rows it was made from. */
    row: z.number().int(),
    rows: z.number().int(),
    /** Customer.io's words. */
    message: z.string(),
  }),
);
export type RefusedOperation = Readonly<z.infer<typeof RefusedOperationsSchema>[number]>;
