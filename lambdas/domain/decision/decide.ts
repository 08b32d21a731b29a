// What Decide leaves for the steps after it: the weighed parts added up, and what was decided by them.
import * as z from 'zod';
import { FindingSchema, FlowVerdictSchema } from '../../contracts/report.ts';
import { choosePicks } from '../canary/canary.ts';
import { WeighedSchema } from '../delivery/weighing.ts';
import type { Breach } from '../findings/limits.ts';
import type { Plan } from '../plan.ts';
import { type Decision, holdFor } from '../review/policy.ts';
import type { Review } from './review.ts';

/** An operation of the canary. */
const PickedSchema = z.object({ partition: z.number().int(), position: z.number().int() });
export type Picked = Readonly<z.infer<typeof PickedSchema>>;

export const DecidedSchema = z.object({
  /** ARN of the execution that decided, and the version of the plan that positions mean something in. */
  execution: z.string(),
  plan: z.string(),
  decision: z.enum(['forward', 'canary', 'hold', 'stop']),
  weighed: WeighedSchema,
  findings: z.array(FindingSchema),
  flows: z.array(FlowVerdictSchema),
  /** What goes first, in order. */
  picks: z.array(PickedSchema),
  /** Whether what was picked is read back once it is sent. */
  readBack: z.boolean().default(false),
});
export type Decided = Readonly<z.infer<typeof DecidedSchema>>;

/**
 * Decides once more, by what weighing told; of an approved import it holds nothing. Review's `hold` stands: it told the
 * reason. A dry run ends here.
 */
export function decideWeighed(
  plan: Pick<Plan, 'dryRun' | 'approved'>,
  review: Pick<Review, 'decision'>,
  breaches: readonly Breach[],
): Decision | { readonly decision: 'hold' } {
  if (review.decision === 'hold') return { decision: 'hold' };
  const hold = plan.approved ? undefined : holdFor(breaches);
  if (hold) return hold;
  return { decision: plan.dryRun ? 'stop' : 'forward' };
}

/** The canary, from what each partition proposes. */
export function pickCanary(
  proposals: readonly (Picked & { readonly features: readonly string[] })[],
  size: number,
): Picked[] {
  return choosePicks(proposals, size).map(({ partition, position }) => ({ partition, position }));
}
