// Compares the groups of all chunks, and leaves out those that are broken.
import type { Hold } from '../domain/decision/decide.ts';
import { type BrokenGroups, brokenGroups, passesFor } from '../domain/findings/broken-groups.ts';
import { type LeftOut, leaveOutGroups } from '../domain/findings/left-out-groups.ts';
import { inBatches } from '../domain/in-batches.ts';
import type { Plan } from '../domain/plan.ts';
import { type GroupRecords, readGroups } from '../domain/profile/group-records.ts';
import type { Statistics } from '../domain/profile/statistics.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';

/** How many objects are read at the same time: 5 MB each in an import of small groups. */
const CONCURRENCY = 8;

export interface ComparedGroups extends Omit<LeftOut, 'groups'> {
  /** False if there are too many groups to compare, or too many broken ones: the import must be held. */
  readonly isComplete: boolean;
}

/** It is held also if someone approves it: sending it could send groups in part. */
export const TOO_MANY_GROUPS: Hold = {
  decision: 'hold',
  reason: {
    code: 'too_many_groups',
    message:
      'The file has too many groups of rows to compare, or too many groups whose rows are not together. Nothing was sent. ' +
      'Sort the file by the column of the group, split it into smaller files, and drop those.',
  },
};

/** Also stores the broken groups, for Report. Chunks that a version before 2026-12 read have no records of groups. */
export async function compareGroups(
  importId: string,
  plan: Plan,
  { statistics, groupRecords }: { readonly statistics: Statistics; readonly groupRecords: number },
  objects: ObjectStore,
): Promise<ComparedGroups> {
  const eachChunk = async (take: (records: GroupRecords) => void) => {
    for (let at = 0; at < plan.chunks.length; at += CONCURRENCY) {
      const files = await inBatches(plan.chunks.slice(at, at + CONCURRENCY), CONCURRENCY, ({ n }) =>
        importFiles.groups.find(objects, importId, plan, n),
      );
      for (const file of files) if (file) take(readGroups(file));
    }
  };
  const broken = await findBroken(groupRecords, eachChunk);
  const leaving = leaveOutGroups(broken, statistics, plan.partitions);
  if (broken.byId.size > 0) await eachChunk(leaving.add);
  const { groups, ...leftOut } = leaving.finish();
  await importFiles.brokenGroups.save(objects, { plan: plan.version, groups }, importId, plan);
  return { ...leftOut, isComplete: broken.isComplete };
}

type EachChunk = (take: (records: GroupRecords) => void) => Promise<void>;

async function findBroken(groups: number, eachChunk: EachChunk): Promise<BrokenGroups> {
  const passes = passesFor(groups);
  const broken = brokenGroups();
  if (passes === undefined) return { ...broken.found(), isComplete: false };
  for (let pass = 0; pass < passes; pass++) {
    const comparison = broken.compare({ pass, passes, groups });
    await eachChunk(comparison.add);
    comparison.end();
  }
  if (broken.sharesKeys()) await eachChunk(broken.takeKeys);
  return broken.found();
}
