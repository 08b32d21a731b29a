// Follows an import until it has ended or awaits approval.
import type { Target } from '../target/target.ts';
import { growingPause } from './growing-pause.ts';
import { awaitsApproval, hasEnded, type ImportProgress, importProgress } from './import-progress.ts';

const POLL_MILLISECONDS = 1000;

/** @param show called at each look, after a while once a second. */
export async function followImport(
  target: Target,
  importId: string,
  show: (progress: ImportProgress) => void,
): Promise<ImportProgress> {
  const pause = growingPause(POLL_MILLISECONDS);
  for (;;) {
    const progress = await importProgress(target, importId);
    show(progress);
    if ((hasEnded(progress) || awaitsApproval(progress)) && progress.report) return progress;
    await pause();
  }
}
