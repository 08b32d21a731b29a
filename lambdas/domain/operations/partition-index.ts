// Where the operations of one partition lie: a stretch of gzip members in each chunk that has any.
import * as z from 'zod';
import { FlowsSchema } from '../../contracts/feed/flows.ts';
import { SuppressSchema } from '../../contracts/feed/policies.ts';
import { RollUpSchema } from '../../contracts/feed/roll-up.ts';

export const PartitionIndexSchema = z.object({
  partition: z.number().int(),
  /** Undefined in indexes that were written before 2026-12. */
  feed: z.string().optional(),
  /** Version of the plan that the operations were made under. */
  plan: z.string(),
  /** As the feed had them then: a deployment must not change the order of an import that forwards. */
  guards: z.object({
    suppress: z.array(SuppressSchema),
    remembers: z.array(z.string()),
    /** People's rows have times of their own: that of an unchanged person is news. */
    dated: z.boolean().default(false),
  }),
  rollUp: RollUpSchema.optional(),
  flows: FlowsSchema.default({}),
  /** When the file arrived, in Unix seconds: what is young enough to trigger campaigns is told from then. */
  nowSeconds: z.number().int(),
  /** Picks of a canary that weighing proposes; 0 where none goes first. */
  canary: z.number().int().nonnegative(),
  members: z.array(z.object({ chunk: z.number().int(), start: z.number().int(), end: z.number().int() })),
});
export type PartitionIndex = z.infer<typeof PartitionIndexSchema>;
