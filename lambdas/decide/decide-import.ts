// Adds up what weighing told of an import's partitions, and decides once more whether it goes on.
import type { Feeds } from '../contracts/feed.ts';
import { decisionKey, planKey, reviewKey, weighedKey } from '../contracts/object-keys.ts';
import type { DecideInput, DecideOutput } from '../contracts/workflow.ts';
import { IMPORTS_REMEMBERED } from '../domain/guards/past-import.ts';
import { judgeWeighed } from '../domain/guards/weighed-limits.ts';
import { addWeighed, NOTHING_WEIGHED, type Weighed, WeighedSchema } from '../domain/guards/weighing.ts';
import { inBatches } from '../domain/in-batches.ts';
import { feedOfPlan, type Plan, PlanSchema } from '../domain/plan.ts';
import { type Decided, decideWeighed } from '../domain/review/decision.ts';
import { ReviewSchema } from '../domain/review/review.ts';
import type { ImportsTable } from '../ports/imports-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';

export interface DecidePorts {
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
}

/** Objects that are read at once. */
const CONCURRENCY = 16;

/** @throws RefusedError `feed_changed` */
export async function decideImport(
  { importId, partitions }: DecideInput,
  { objects, imports }: DecidePorts,
  feeds: Feeds,
): Promise<DecideOutput> {
  const plan = PlanSchema.parse(await readJson(objects, planKey(importId)));
  const feed = feedOfPlan(plan, feeds);
  const review = ReviewSchema.parse(await readJson(objects, reviewKey(importId)));
  const weighed = await addUp(importId, plan, partitions, objects);
  const history = await imports.history(plan.feed, IMPORTS_REMEMBERED);
  const { breaches, flows } = judgeWeighed(weighed, review.statistics.rows, feed, history);
  const { decision, ...held } = decideWeighed(plan, review, breaches);
  const findings = breaches.map(({ finding }) => finding);
  const decided: Decided = { execution: plan.execution, decision, weighed, findings, flows: [...flows] };
  await objects.write(decisionKey(importId), JSON.stringify(decided), 'application/json');
  if ('reason' in held) await imports.setReason(importId, held.reason);
  return { decision, weigh: false, partitions };
}

async function addUp(
  importId: string,
  { version }: Plan,
  partitions: readonly number[],
  objects: ObjectStore,
): Promise<Weighed> {
  const parts = await inBatches(partitions, CONCURRENCY, async (partition) =>
    WeighedSchema.parse(await readJson(objects, weighedKey(importId, version, partition))),
  );
  return parts.reduce(addWeighed, NOTHING_WEIGHED);
}

async function readJson(objects: ObjectStore, key: string): Promise<unknown> {
  return JSON.parse((await objects.read({ key })).toString('utf8'));
}
