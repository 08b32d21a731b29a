// Reads what earlier steps wrote about an import, as far as it got.
import { addCanaries, type CanarySent, NO_CANARY } from '../domain/canary/canary.ts';
import type { ReadBack } from '../domain/canary/read-back.ts';
import type { Review } from '../domain/decision/review.ts';
import { readBackFindings, skippedWaitFindings } from '../domain/findings/after-sending.ts';
import type { ImportRecord, Reason } from '../domain/imports/import-record.ts';
import { type Plan, showColumn } from '../domain/plan.ts';
import { isReadable } from '../domain/plan-format.ts';
import { NO_STATISTICS } from '../domain/profile/statistics.ts';
import type { Ending } from '../domain/report/summary.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Generations, importFiles, openCanaries } from '../work/import-files.ts';
import { declinedExamples } from './rejected-rows.ts';

export interface ReadImport {
  readonly plan: Plan | undefined;
  readonly review: Review | undefined;
  /** The import left the mark of its feed in the seen table. */
  readonly leftMark: boolean;
  /** Of the partitions of the plan. */
  readonly generations: Generations;
  /** What the report is made from, except why and when the workflow stopped. */
  readonly soFar: Omit<Ending, 'failure' | 'now'>;
}

export async function readImport(
  record: ImportRecord,
  { objects, imports }: { readonly objects: ObjectStore; readonly imports: Pick<Checkpoints, 'checkpoints'> },
): Promise<ReadImport> {
  const { importId } = record;
  const plan = readablePlan(await importFiles.plan.find(objects, importId));
  const review = underPlan(plan && (await importFiles.review.find(objects, importId, plan)), plan);
  // Without its review, a decision counts no rows: a Review that outlived a plan can write over that of the next one.
  const decided =
    review && underPlan(ofThis(await importFiles.decision.find(objects, importId), record), plan);
  const checkpoints = (await imports.checkpoints(importId)).filter((one) => one.plan === plan?.version);
  // Without a review, the rows of the file are not counted, so what an earlier attempt sent counts apart.
  const partitions = checkpoints.filter(
    ({ partition }) => review && (review.partitions?.includes(partition) ?? true),
  );
  // A dry run has no checkpoints: weighing noted what it would reject.
  const generations: Generations = record.dryRun
    ? new Map((review?.partitions ?? []).map((partition) => [partition, 0]))
    : new Map(partitions.map(({ partition, generation = 0 }) => [partition, generation]));
  const sent = plan && (await canarySent(importId, plan, objects));
  const canary = review && sent;
  const soFar = {
    record,
    parts: plan?.parts,
    statistics: review?.statistics ?? NO_STATISTICS,
    chunks: plan?.chunks.length,
    findings: [
      ...skippedWaitFindings(record.skippedWait ?? []),
      ...(review?.findings ?? []),
      ...(decided?.findings ?? []),
      ...(canary?.readBack ? readBackFindings(shownReadBack(canary.readBack, plan)) : []),
    ],
    wouldTrigger: review?.wouldTrigger ?? 0,
    file: contentOf(review),
    notices: plan?.notices ?? [],
    declinedExamples: plan ? await declinedExamples(importId, plan, objects, generations) : [],
    partitions,
    ...(!review && { uncounted: { delivered: deliveredBefore(checkpoints, sent) } }),
    decision: decided?.decision ?? ofThis(review, record)?.decision,
    weighed: decided?.weighed,
    flows: decided?.flows,
    canary,
  };
  const leftMark = checkpoints.some(({ marked }) => marked === true);
  return { plan, review, leftMark, generations, soFar };
}

function contentOf(review: Review | undefined): Ending['file'] {
  return {
    ...(review?.eventTimes && { eventTimes: review.eventTimes }),
    ...(review?.journeys && { journeys: review.journeys }),
    columns: review?.columnProfiles ?? [],
    identifiers: review?.identifiers ?? [],
  };
}

/** Rows that an earlier attempt delivered. A partition without a checkpoint can have a part of the canary. */
function deliveredBefore(
  checkpoints: Ending['partitions'],
  { rows }: Pick<CanarySent, 'rows'> = NO_CANARY,
): number {
  const delivered = checkpoints.reduce((sum, { tally }) => sum + tally.outcomes.delivered, 0);
  return Math.max(delivered, rows);
}

function shownReadBack(readBack: ReadBack, plan: Plan | undefined): ReadBack {
  if (!plan) return readBack;
  const attributes = readBack.attributes.map(({ name, people }) => ({
    name: showColumn(plan, name),
    people,
  }));
  return { ...readBack, attributes };
}

/** Why a chunk failed, if it failed in this execution. */
export async function chunkFailure(
  { importId, execution }: ImportRecord,
  objects: ObjectStore,
): Promise<Reason | undefined> {
  const noted = await importFiles.chunkFailure.find(objects, importId);
  return noted?.execution === execution ? { code: noted.code, message: noted.message } : undefined;
}

/** What another version has planned means nothing to this one. */
function readablePlan(plan: Plan | undefined): Plan | undefined {
  return plan && isReadable(plan) ? plan : undefined;
}

interface WrittenUnderPlan {
  readonly execution: string;
  readonly plan?: string | undefined;
  readonly plannedAt?: number | undefined;
}

/** The execution has planned the import again since, and Validate may have rejected other rows. */
function isReplaced({ execution, plannedAt = 0 }: WrittenUnderPlan, plan: Plan): boolean {
  return execution === plan.execution && plannedAt !== plan.plannedAt;
}

/** What was written under another version of the plan is about other chunks and partitions. */
function underPlan<T extends WrittenUnderPlan>(
  written: T | undefined,
  plan: Plan | undefined,
): T | undefined {
  const isOfPlan =
    written?.plan === undefined || (written.plan === plan?.version && !isReplaced(written, plan));
  return plan && isOfPlan ? written : undefined;
}

/** A decision of an earlier execution does not count for this one. */
function ofThis<T extends { readonly execution: string }>(
  decided: T | undefined,
  { execution }: ImportRecord,
): T | undefined {
  return decided?.execution === execution ? decided : undefined;
}

async function canarySent(
  importId: string,
  { version }: Plan,
  objects: ObjectStore,
): Promise<CanarySent | undefined> {
  const parts = await openCanaries(objects, importId, version);
  return parts.length > 0 ? parts.reduce(addCanaries, NO_CANARY) : undefined;
}
