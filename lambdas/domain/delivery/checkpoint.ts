// How far a partition is forwarded, as it is stored.
import * as z from 'zod';
import { TallySchema } from './tally.ts';

export const CheckpointSchema = z.object({
  /** Version of the plan. The position under another plan is meaningless. */
  plan: z.string(),
  /** Operations before this position have an outcome, which `tally` counts. */
  position: z.number().int().nonnegative(),
  status: z.enum(['open', 'done', 'paused']),
  tally: TallySchema,
  /** Digest of the operations before the position. Versions before 2026-12 do not store it. */
  digest: z.string().optional(),
  /**
   * How often the partition began again at 0. The notes about declined operations have it in their keys, because
   * only those of the last generation count. Absent: never.
   */
  generation: z.number().int().positive().optional(),
  /** The worker left the mark of the feed in the seen table. */
  marked: z.literal(true).optional(),
});
/** A checkpoint, and the number of its partition. */
export type PartitionCheckpoint = Checkpoint & { readonly partition: number };
export type Checkpoint = Readonly<z.infer<typeof CheckpointSchema>>;
