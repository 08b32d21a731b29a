// Where the operations of one partition lie: one gzip member in each chunk that has any.
import * as z from 'zod';

export const PartitionIndexSchema = z.object({
  partition: z.number().int(),
  feed: z.string(),
  /** Version of the plan that the operations were made under. */
  plan: z.string(),
  members: z.array(z.object({ chunk: z.number().int(), start: z.number().int(), end: z.number().int() })),
});
export type PartitionIndex = z.infer<typeof PartitionIndexSchema>;
