// What Forward stores about an operation that it rejects, so that Report can return its rows: Customer.io declined it, or
// its key is that of another event.
import * as z from 'zod';
import type { Operation, OperationMeta } from '../operations/operation.ts';

export const DeclinedOperationsSchema = z.array(
  z.object({
    /** Line number of the first row, and the number of rows. Merged rows have an entry each. */
    row: z.number().int(),
    rows: z.number().int(),
    /** The name of a further event. Another operation counts its rows. */
    further: z.string().optional(),
    /** Customer.io's message. */
    message: z.string(),
    /** Why Forward did not send it. Absent if Customer.io declined it. */
    code: z.enum(['key_reused', 'merge_chain']).optional(),
  }),
);
export type DeclinedOperation = Readonly<z.infer<typeof DeclinedOperationsSchema>[number]>;

/** In the place of a position that no batch has: what is known before anything is sent. */
export const BEFORE_SENDING = 999_999_999;

/** Operations whose key is that of another event, and merges that depend on each other. */
export function reusedOperations(operations: readonly Operation[]): DeclinedOperation[] {
  return operations.flatMap(({ meta }) =>
    declinedOperations(meta, '').map((declined) => ({
      ...declined,
      code: meta.removal?.action === 'merge' ? ('merge_chain' as const) : ('key_reused' as const),
    })),
  );
}

export function declinedOperations(meta: OperationMeta, message: string): DeclinedOperation[] {
  const further = meta.countsRows ? {} : { further: meta.name ?? meta.kind };
  return meta.madeFrom.map(({ line, rows }) => ({ row: line, rows, ...further, message }));
}
