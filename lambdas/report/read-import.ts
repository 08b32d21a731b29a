// What earlier steps have written of an import, as far as it came.
import { ChunkFailureSchema } from '../contracts/failure.ts';
import { canaryPrefix, chunkFailureKey, decisionKey, planKey, reviewKey } from '../contracts/object-keys.ts';
import { addCanaries, type CanarySent, CanarySentSchema, NO_CANARY } from '../domain/canary/canary.ts';
import { DecidedSchema } from '../domain/decision/decide.ts';
import { type Review, ReviewSchema } from '../domain/decision/review.ts';
import { readBackFindings, skippedWaitFindings } from '../domain/findings/after-sending.ts';
import type { ImportRecord, Reason } from '../domain/imports/import-record.ts';
import { type Plan, PlanSchema } from '../domain/plan.ts';
import { NO_STATISTICS } from '../domain/profile/statistics.ts';
import type { Ending } from '../domain/report/summary.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { refusedExamples } from './returned-rows.ts';

export interface ReadImport {
  readonly plan: Plan | undefined;
  readonly review: Review | undefined;
  /** All that the report is made of, but why the workflow stopped and when. */
  readonly soFar: Omit<Ending, 'failure' | 'now'>;
}

export async function readImport(
  record: ImportRecord,
  { objects, imports }: { readonly objects: ObjectStore; readonly imports: Pick<Checkpoints, 'checkpoints'> },
): Promise<ReadImport> {
  const { importId } = record;
  const plan = await readIfThere(objects, planKey(importId), (json) => PlanSchema.parse(json));
  const review = await readIfThere(objects, reviewKey(importId), (json) => ReviewSchema.parse(json));
  const decided = ofThis(
    await readIfThere(objects, decisionKey(importId), (json) => DecidedSchema.parse(json)),
    record,
  );
  const checkpoints = await imports.checkpoints(importId);
  const canary = plan && (await canarySent(importId, plan, objects));
  const soFar = {
    record,
    parts: plan?.parts,
    statistics: review?.statistics ?? NO_STATISTICS,
    chunks: plan?.chunks.length,
    findings: [
      ...skippedWaitFindings(record.skippedWait ?? []),
      ...(review?.findings ?? []),
      ...(decided?.findings ?? []),
      ...(canary?.readBack ? readBackFindings(canary.readBack) : []),
    ],
    wouldTrigger: review?.wouldTrigger ?? 0,
    file: {
      ...(review?.eventTimes && { eventTimes: review.eventTimes }),
      columns: review?.columnProfiles ?? [],
      identifiers: review?.identifiers ?? [],
    },
    notices: plan?.notices ?? [],
    refusedExamples: plan ? await refusedExamples(importId, plan, objects) : [],
    partitions: checkpoints.filter((checkpoint) => checkpoint.plan === plan?.version),
    decision: decided?.decision ?? ofThis(review, record)?.decision,
    weighed: decided?.weighed,
    flows: decided?.flows,
    canary,
  };
  return { plan, review, soFar };
}

/** Why a chunk failed; that of an earlier execution is no reason of this one. */
export async function chunkFailure(
  { importId, execution }: ImportRecord,
  objects: ObjectStore,
): Promise<Reason | undefined> {
  const noted = await readIfThere(objects, chunkFailureKey(importId), (json) =>
    ChunkFailureSchema.parse(json),
  );
  return noted?.execution === execution ? { code: noted.code, message: noted.message } : undefined;
}

/** What an earlier execution decided is none of this one's. */
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
  const parts: CanarySent[] = [];
  for await (const key of objects.list(canaryPrefix(importId, version)))
    parts.push(CanarySentSchema.parse(JSON.parse((await objects.read({ key })).toString('utf8'))));
  return parts.length > 0 ? parts.reduce(addCanaries, NO_CANARY) : undefined;
}

/** Reads what an earlier step wrote; an import that stopped before that step has none. */
async function readIfThere<T>(
  objects: ObjectStore,
  key: string,
  parse: (json: unknown) => T,
): Promise<T | undefined> {
  for await (const found of objects.list(key)) {
    if (found === key) return parse(JSON.parse((await objects.read({ key })).toString('utf8')));
  }
  return undefined;
}
