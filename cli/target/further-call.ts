// How a person goes on from here: a command of this command line on the same target, to be copied as it is.

/** @param command with its arguments, as `show people-…`. */
export type FurtherCall = (command: string) => string;

/** @param options that name the target: `--local`, `--stack shop`; empty where they are the defaults. */
export function furtherCall(options: string): FurtherCall {
  // In a clone npm finds the command line; installed, it has a name of its own.
  const cli = process.env.npm_lifecycle_event === undefined ? 'csv-to-customerio' : 'npm run cli --';
  return (command) => [cli, command, options].filter((part) => part !== '').join(' ');
}
