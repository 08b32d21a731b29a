// The imports that the page shows: those that run, and those that have ended.
import type { ImportSummary } from '../../lambdas/contracts/report.ts';
import { type ImportProgress, importProgress } from '../imports/import-progress.ts';
import type { Target } from '../target/target.ts';
import { summaryReader } from './read-summaries.ts';

export interface LiveImports {
  /** Newest first. */
  readonly running: readonly ImportProgress[];
  /** Newest first. */
  readonly ended: readonly ImportSummary[];
}

/** `dropped`: ids of imports that may not be among the active ones, because a dry run does not wait for its turn. */
export function liveImports(target: Target): (dropped: Iterable<string>) => Promise<LiveImports> {
  const summaries = summaryReader(target);
  return async (dropped) => {
    const { active } = await target.imports.turns();
    const activeIds = new Set(active.map(({ importId }) => importId));
    const ended = (await summaries()).filter(({ importId }) => !activeIds.has(importId));
    const endedIds = new Set(ended.map(({ importId }) => importId));
    const others = [...dropped].filter((importId) => !activeIds.has(importId) && !endedIds.has(importId));
    const running = await Promise.all(
      [...activeIds, ...others].map((importId) => progressOf(target, importId)),
    );
    return {
      running: running.flat().sort((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1)),
      ended,
    };
  };
}

/** Empty for a file that has started no import: not yet, or never, because it is a part of an export. */
async function progressOf(target: Target, importId: string): Promise<ImportProgress[]> {
  return (await target.imports.find(importId)) ? [await importProgress(target, importId)] : [];
}
