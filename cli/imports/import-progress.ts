// The progress of an import: its state, chunks validated, partitions forwarded.
import { chunkSummaryKey, partitionIndexKey } from '../../lambdas/contracts/object-keys.ts';
import { type ImportState, type Report, TERMINAL_STATES } from '../../lambdas/contracts/report.ts';
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Plan } from '../../lambdas/domain/plan.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { importFiles } from '../../lambdas/work/import-files.ts';
import type { Target } from '../target/target.ts';
import { findImport } from './find-import.ts';

export interface Progress {
  readonly done: number;
  readonly total: number;
}

export interface ImportProgress {
  readonly importId: string;
  readonly feed: string;
  readonly state: ImportState;
  readonly file: string;
  readonly arrivedAt: string;
  readonly chunks?: Progress;
  readonly partitions?: Progress;
  readonly reason?: ImportRecord['reason'];
  /** As soon as Report has written it. */
  readonly report?: Report;
}

/** @throws Error if there is no such import. */
export async function importProgress(target: Target, importId: string): Promise<ImportProgress> {
  const record = await findImport(target, importId);
  const { feed, state, source, arrivedAt, reason } = record;
  const [plan, report] = await Promise.all([
    importFiles.plan.find(target.objects, importId),
    importFiles.report.find(target.objects, feed, importId),
  ]);
  const [chunks, partitions] = plan
    ? await Promise.all([
        chunkProgress(importId, plan, target.objects),
        partitionProgress(importId, plan, target),
      ])
    : [];
  return {
    importId,
    feed,
    state,
    file: source.key,
    arrivedAt: new Date(arrivedAt).toISOString(),
    ...(chunks && { chunks }),
    ...(partitions && { partitions }),
    ...(reason && { reason }),
    ...(report && { report }),
  };
}

export function hasEnded({ state }: Pick<ImportProgress, 'state'>): boolean {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}

export function awaitsApproval({ state }: Pick<ImportProgress, 'state'>): boolean {
  return state === 'awaiting-approval';
}

async function chunkProgress(importId: string, plan: Plan, objects: ObjectStore): Promise<Progress> {
  const keys = new Set(plan.chunks.map(({ n }) => chunkSummaryKey(importId, plan, n)));
  const folder = folderOf(chunkSummaryKey(importId, plan, 0));
  return { done: await countUnder(folder, objects, (key) => keys.has(key)), total: keys.size };
}

async function partitionProgress(
  importId: string,
  plan: Plan,
  { imports, objects }: Target,
): Promise<Progress | undefined> {
  const total = await countUnder(folderOf(partitionIndexKey(importId, plan, 0)), objects, () => true);
  if (total === 0) return undefined;
  const checkpoints = await imports.checkpoints(importId);
  return { done: checkpoints.filter(({ status }) => status === 'done').length, total };
}

async function countUnder(
  prefix: string,
  objects: ObjectStore,
  counts: (key: string) => boolean,
): Promise<number> {
  let found = 0;
  for await (const key of objects.list(prefix)) if (counts(key)) found++;
  return found;
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}
