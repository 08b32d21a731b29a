// What Forward stores about an operation that Customer.io declined, so that Report can return its rows.
import * as z from 'zod';
import type { OperationMeta } from '../operations/operation.ts';

export const DeclinedOperationsSchema = z.array(
  z.object({
    /** Line number of the first row, and the number of rows. Merged rows have an entry each. */
    row: z.number().int(),
    rows: z.number().int(),
    /** The name of a further event. Another operation counts its rows. */
    further: z.string().optional(),
    /** Customer.io's message. */
    message: z.string(),
  }),
);
export type DeclinedOperation = Readonly<z.infer<typeof DeclinedOperationsSchema>[number]>;

export function declinedOperations(meta: OperationMeta, message: string): DeclinedOperation[] {
  const further = meta.countsRows ? {} : { further: meta.name ?? meta.kind };
  return meta.madeFrom.map(({ line, rows }) => ({ row: line, rows, ...further, message }));
}
