// Prints another command on the same target, ready to copy.

import type { CommandLine } from '../../lambdas/domain/report/next-steps.ts';

/** @param options of the target: `--local`, `--stack shop`; empty for the defaults. */
export function furtherCall(options: string): CommandLine {
  return (command) => [commandLine(), command, options].filter((part) => part !== '').join(' ');
}

/** How this process was started: by a script of a clone, by npx in a project that installs the package, or directly. */
export function commandLine(startedBy = process.env.npm_lifecycle_event): string {
  if (startedBy === undefined) return 'csv-to-customerio';
  return startedBy === 'npx' ? 'npx csv-to-customerio' : 'npm run cli --';
}
