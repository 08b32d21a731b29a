// An import as `show` prints it.
import { paint } from '../output.ts';
import { paintState } from '../paint-state.ts';
import { printSummary } from '../summary.ts';
import type { ImportProgress, Progress } from './import-progress.ts';

/** All that is known, for a person. @param reportPlace where its page lies. */
export function printImport(progress: ImportProgress, reportPlace: string): string {
  const { report } = progress;
  if (report) return `${paint('dim', progress.file)}\n${printSummary(report, reportPlace)}`;
  const { reason } = progress;
  return [
    `${progress.importId}: ${paintState(progress.state)}`,
    `  ${paint('dim', progress.file)}`,
    `  ${printStep(progress)}`,
    ...(reason ? [`  ${reason.code}: ${reason.message}`] : []),
    '',
  ].join('\n');
}

/** One line, for following. */
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
