// Prints another command on the same target, ready to copy.

import type { CommandLine } from '../../lambdas/domain/report/next-steps.ts';

/** @param options of the target: `--local`, `--stack shop`; empty for the defaults. */
export function furtherCall(options: string): CommandLine {
  // In a clone you start the command line with npm; an installed package has its own command.
  const cli = process.env.npm_lifecycle_event === undefined ? 'csv-to-customerio' : 'npm run cli --';
  return (command) => [cli, command, options].filter((part) => part !== '').join(' ');
}
