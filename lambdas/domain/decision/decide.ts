// Decides whether an import is forwarded, held or stopped: in Review, and again in Decide if it was weighed.

import * as z from 'zod';
import { FindingSchema, FlowVerdictSchema } from '../../contracts/report.ts';
import { choosePicks } from '../canary/canary.ts';
import { WeighedSchema } from '../delivery/weighing.ts';
import type { Breach } from '../findings/limits.ts';
import type { Plan } from '../plan.ts';
import type { Statistics } from '../profile/statistics.ts';
import type { Review } from './review.ts';

export type Decision = { readonly decision: 'forward' } | { readonly decision: 'stop' } | Hold;
export type Hold = {
  readonly decision: 'hold';
  readonly reason: { readonly code: string; readonly message: string };
};

/** The import to decide on. If it is `approved`, its limits are not checked again. */
export type Candidate = Pick<Plan, 'approved' | 'dryRun'>;

/**
 * The decision of Review. `hold` if the import exceeds a limit that holds, even if all rows are rejected: it must not
 * end as completed. `stop` if there is nothing to send.
 */
export function decide(
  candidate: Candidate,
  { operations }: Pick<Statistics, 'operations'>,
  breaches: readonly Breach[],
): Decision {
  return holdFor(candidate, breaches) ?? { decision: operations === 0 ? 'stop' : 'forward' };
}

/**
 * The decision after weighing. What Review held stays held, with the reason that Review gave. A dry run ends here.
 */
export function decideWeighed(
  candidate: Candidate,
  review: Pick<Review, 'decision'>,
  breaches: readonly Breach[],
): Decision | { readonly decision: 'hold' } {
  if (review.decision === 'hold') return { decision: 'hold' };
  return holdFor(candidate, breaches) ?? { decision: candidate.dryRun ? 'stop' : 'forward' };
}

/** The reason has the code of the first breach that holds the import, and the messages of all of them. */
function holdFor({ approved, dryRun }: Candidate, breaches: readonly Breach[]): Hold | undefined {
  const holding = breaches.filter(({ otherwise }) => otherwise === 'hold').map(({ finding }) => finding);
  const [first] = holding;
  if (!first || approved) return undefined;
  const messages = holding.map(({ message }) => message);
  // A dry run sends nothing, whether it is approved or not. The command that approves is added where the reason is shown.
  const approve = dryRun ? [] : ['Nothing was sent. To send the file as it is, approve the import.'];
  return { decision: 'hold', reason: { code: first.code, message: [...messages, ...approve].join(' ') } };
}

/** An operation of the canary. */
const PickedSchema = z.object({ partition: z.number().int(), position: z.number().int() });
export type Picked = Readonly<z.infer<typeof PickedSchema>>;

/** The canary, from the operations that each partition proposes. */
export function pickCanary(
  proposals: readonly (Picked & { readonly features: readonly string[] })[],
  size: number,
): Picked[] {
  return choosePicks(proposals, size).map(({ partition, position }) => ({ partition, position }));
}

/** What Decide writes for the steps after it: the sum of the weighed partitions, and the decision. */
export const DecidedSchema = z.object({
  /** When the plan was made. Absent before 2026-12. */
  plannedAt: z.number().optional(),
  /** ARN of the execution that decided. */
  execution: z.string(),
  /** The plan's version, in which the positions of `picks` have a meaning. */
  plan: z.string(),
  decision: z.enum(['forward', 'canary', 'hold', 'stop']),
  weighed: WeighedSchema,
  findings: z.array(FindingSchema),
  flows: z.array(FlowVerdictSchema),
  /** The operations of the canary, in order. */
  picks: z.array(PickedSchema),
  /** Whether the people of the canary are read back after it is sent. */
  readBack: z.boolean().default(false),
});
export type Decided = Readonly<z.infer<typeof DecidedSchema>>;
