// Prints an import for `show` and `put`.

import type { Target } from '../target/target.ts';
import { paint } from '../terminal/output.ts';
import { paintState } from '../terminal/paint-state.ts';
import { printSummary } from '../terminal/summary.ts';
import { awaitsApproval, type ImportProgress, type Progress } from './import-progress.ts';

/** Everything that is known about an import, and the commands to run next. @param reportPlace location of its page. */
export function printImport(
  progress: ImportProgress,
  reportPlace: string,
  { call }: Pick<Target, 'call'>,
): string {
  const { report } = progress;
  if (report)
    return `${paint('dim', progress.file)}\n${printSummary(report, reportPlace)}${printNext(progress, call)}`;
  const { reason } = progress;
  return [
    `${progress.importId}: ${paintState(progress.state)}`,
    `  ${paint('dim', progress.file)}`,
    `  ${printStep(progress)}`,
    ...(reason ? [`  ${reason.code}: ${reason.message}`] : []),
    '',
  ].join('\n');
}

/** The commands to run next, if the import waits for an operator. */
function printNext(progress: ImportProgress, call: Target['call']): string {
  const { importId, state, report } = progress;
  if (report?.dryRun) return '';
  if (awaitsApproval(progress))
    return `  to send the rest: ${call(`approve ${importId}`)}\n  to reject the canary: ${call(`cancel ${importId}`)}\n`;
  if (state === 'held') return `  to send it as it is: ${call(`approve ${importId}`)}\n`;
  if (state === 'paused') return `  after you fix the cause: ${call(`redrive ${importId}`)}\n`;
  return '';
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
