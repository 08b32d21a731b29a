// What the page shows: the imports that are under way, and those that have ended.
import type { ImportSummary } from '../../lambdas/contracts/report.ts';
import { type ImportProgress, importProgress } from '../imports/import-progress.ts';
import type { Target } from '../target/target.ts';
import { summaryReader } from './read-summaries.ts';

export interface LiveImports {
  /** Newest first. */
  readonly underWay: readonly ImportProgress[];
  /** Newest first. */
  readonly ended: readonly ImportSummary[];
}

/** @param dropped ids of imports that may not be among the active ones: a dry run waits for nobody's turn. */
export function liveImports(target: Target): (dropped: Iterable<string>) => Promise<LiveImports> {
  const summaries = summaryReader(target);
  return async (dropped) => {
    const { active } = await target.imports.turns();
    const going = new Set(active.map(({ importId }) => importId));
    const ended = (await summaries()).filter(({ importId }) => !going.has(importId));
    const over = new Set(ended.map(({ importId }) => importId));
    const ids = [...going, ...[...dropped].filter((importId) => !going.has(importId) && !over.has(importId))];
    const underWay = await Promise.all(ids.map((importId) => progressOf(target, importId)));
    return {
      underWay: underWay.flat().sort((a, b) => (a.arrivedAt < b.arrivedAt ? 1 : -1)),
      ended,
    };
  };
}

/** Nothing of a file that has started no import: not yet, or never, as a part of an export. */
async function progressOf(target: Target, importId: string): Promise<ImportProgress[]> {
  return (await target.imports.find(importId)) ? [await importProgress(target, importId)] : [];
}
