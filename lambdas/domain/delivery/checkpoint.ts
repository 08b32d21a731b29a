// How far a partition is forwarded, as it is stored.
import * as z from 'zod';
import { TallySchema } from './tally.ts';

export const CheckpointSchema = z.object({
  /** Version of the plan. The position under an older plan is meaningless. */
  plan: z.string(),
  /** Operations before this position have an outcome, which `tally` counts. */
  position: z.number().int().nonnegative(),
  status: z.enum(['open', 'done', 'paused']),
  tally: TallySchema,
});
export type Checkpoint = Readonly<z.infer<typeof CheckpointSchema>>;
