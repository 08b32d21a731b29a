// Prints an import for `show` and `put`.

import type { Target } from '../target/target.ts';
import { paint } from '../terminal/output.ts';
import { paintState } from '../terminal/paint-state.ts';
import { printSummary } from '../terminal/summary.ts';
import type { ImportProgress, Progress } from './import-progress.ts';

/** Everything that is known about an import, and the commands to run next. @param reportPlace location of its page. */
export function printImport(
  progress: ImportProgress,
  reportPlace: string,
  { call }: Pick<Target, 'call'>,
): string {
  const { report, state } = progress;
  // After an approval or a redrive, the report of the attempt before is still there.
  if (report?.state === state)
    return `${paint('dim', progress.file)}\n${printSummary(report, reportPlace, call)}`;
  const { reason } = progress;
  return [
    `${progress.importId}: ${paintState(progress.state)}`,
    `  ${paint('dim', progress.file)}`,
    `  ${printStep(progress)}`,
    ...(reason ? [`  ${reason.code}: ${reason.message}`] : []),
    '',
  ].join('\n');
}

/** One line, for `--follow`. */
export function printStep({ state, chunks, partitions }: ImportProgress): string {
  const parts = [
    ...(chunks ? [`chunks ${printCount(chunks)}`] : []),
    ...(partitions ? [`partitions ${printCount(partitions)}`] : []),
  ];
  return [state, ...parts].join(', ');
}

function printCount({ done, total }: Progress): string {
  return `${done}/${total}`;
}
