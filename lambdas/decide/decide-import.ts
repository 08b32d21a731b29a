// Adds up the weighed partitions of an import, decides again whether it is forwarded, and picks its canary.
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import type { DecideInput, DecideOutput } from '../contracts/workflow.ts';
import { canaryOfImport } from '../domain/canary/canary.ts';
import { type Decided, decideWeighed, type Picked, pickCanary } from '../domain/decision/decide.ts';
import { addWeighed, NOTHING_WEIGHED, type WeighedPart } from '../domain/delivery/weighing.ts';
import { judgeWeighed } from '../domain/findings/weighed-limits.ts';
import { IMPORTS_REMEMBERED } from '../domain/imports/past-import.ts';
import { inBatches } from '../domain/in-batches.ts';
import type { Plan } from '../domain/plan.ts';
import { rowsWanted } from '../domain/profile/statistics.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles, openPlan } from '../work/import-files.ts';

export interface DecidePorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'setReason'> &
    Pick<Checkpoints, 'checkpoints'> &
    Pick<ImportHistory, 'history'>;
}

/** How many objects are read at the same time. */
const CONCURRENCY = 16;

/** @throws RefusedError `feed_changed` @throws ReplanError */
export async function decideImport(
  { partitions, ...planned }: DecideInput,
  ports: DecidePorts,
  feeds: Feeds,
): Promise<DecideOutput> {
  const { importId } = planned;
  const { objects, imports } = ports;
  const { plan, feed } = await openPlan(planned, objects, feeds);
  const review = await importFiles.review.open(objects, importId, plan);
  const parts = await inBatches(partitions, CONCURRENCY, async (partition) => ({
    partition,
    ...(await importFiles.weighed.open(objects, importId, plan, partition)),
  }));
  const weighed = parts.map((part) => part.weighed).reduce(addWeighed, NOTHING_WEIGHED);
  const history = await imports.history(plan.feed, IMPORTS_REMEMBERED);
  const { breaches, flows } = judgeWeighed(weighed, rowsWanted(review.statistics), feed, history);
  const { decision, ...held } = decideWeighed(plan, review, breaches);
  const picks = decision === 'forward' ? await canaryPicks({ importId, plan, feed, parts }, ports) : [];
  const decided: Decided = {
    ...{ execution: plan.execution, plannedAt: plan.plannedAt },
    plan: plan.version,
    decision: picks.length > 0 ? 'canary' : decision,
    weighed,
    findings: breaches.map(({ finding }) => finding),
    flows: [...flows],
    picks,
    readBack: canaryOfImport(plan, feed).readBack,
  };
  await importFiles.decision.save(objects, decided, importId);
  if ('reason' in held) await imports.setReason(importId, held.reason, plan.execution);
  return {
    decision: decided.decision,
    weigh: false,
    partitions,
    canary: [...new Set(picks.map(({ partition }) => partition))],
    approvalSeconds: feed.approvalTimeout,
  };
}

interface WeighedImport {
  readonly importId: string;
  readonly plan: Plan;
  readonly feed: Feed;
  readonly parts: readonly (WeighedPart & { readonly partition: number })[];
}

/**
 * No picks if forwarding has begun: the canary was sent before it. An execution that starts again, after the engine was
 * killed for example, keeps its picks: they may have been sent, and other picks would be a second canary.
 */
async function canaryPicks(
  { importId, plan, feed, parts }: WeighedImport,
  { objects, imports }: DecidePorts,
): Promise<Picked[]> {
  const { size } = canaryOfImport(plan, feed);
  if (size === 0) return [];
  const begun = await imports.checkpoints(importId);
  if (begun.some((checkpoint) => checkpoint.plan === plan.version)) return [];
  const before = await importFiles.decision.find(objects, importId);
  if (before?.execution === plan.execution && before.plan === plan.version && before.picks.length > 0)
    return before.picks;
  const proposals = parts.flatMap(({ partition, picks }) => picks.map((pick) => ({ partition, ...pick })));
  return pickCanary(proposals, size);
}
