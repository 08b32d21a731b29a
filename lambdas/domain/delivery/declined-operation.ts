// What Forward notes of an operation that Customer.io refused, for Report to give its rows back.
import * as z from 'zod';
import type { OperationMeta } from '../operations/operation.ts';

export const DeclinedOperationsSchema = z.array(
  z.object({
    /** Line of its first row, and how many rows it was made from. Merged rows have a note each. */
    row: z.number().int(),
    rows: z.number().int(),
    /** The name of a further event: its rows have their outcome from another operation. */
    further: z.string().optional(),
    /** Customer.io's words. */
    message: z.string(),
  }),
);
export type DeclinedOperation = Readonly<z.infer<typeof DeclinedOperationsSchema>[number]>;

export function declinedOperations(meta: OperationMeta, message: string): DeclinedOperation[] {
  const further = meta.countsRows ? {} : { further: meta.name ?? meta.kind };
  return meta.madeFrom.map(({ line, rows }) => ({ row: line, rows, ...further, message }));
}
