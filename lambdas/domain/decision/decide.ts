// What Decide leaves for the steps after it: the weighed parts added up, and what was decided by them.

import * as z from 'zod';
import { FindingSchema, FlowVerdictSchema } from '../../contracts/report.ts';
import { choosePicks } from '../canary/canary.ts';
import { WeighedSchema } from '../delivery/weighing.ts';
import type { Breach } from '../findings/limits.ts';
import type { Plan } from '../plan.ts';
import type { Statistics } from '../profile/statistics.ts';
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

export type Hold = {
  readonly decision: 'hold';
  readonly reason: { readonly code: string; readonly message: string };
};
export type Decision = { readonly decision: 'forward' } | { readonly decision: 'stop' } | Hold;

/**
 * `hold` where one of the limits that the import is beyond wants a person's word first, also where nothing but rejects is
 * left: it must not pass for completed; not again where somebody has `approved`. `stop` where nothing is left to send.
 */
export function decide(
  { operations }: Pick<Statistics, 'operations'>,
  breaches: readonly Breach[],
  approved = false,
): Decision {
  return (approved ? undefined : holdFor(breaches)) ?? { decision: operations === 0 ? 'stop' : 'forward' };
}

/** Tells all that holds an import; the first of it names the reason. */
export function holdFor(breaches: readonly Breach[]): Hold | undefined {
  const holding = breaches.flatMap(({ finding, otherwise }) => (otherwise === 'hold' ? [finding] : []));
  const [first] = holding;
  if (!first) return undefined;
  const told = holding.map(({ message }) => message).join(' ');
  const mend =
    'Nothing was sent. Mend the file or the limit and drop the file again, or approve the import as it is.';
  return { decision: 'hold', reason: { code: first.code, message: `${told} ${mend}` } };
}
