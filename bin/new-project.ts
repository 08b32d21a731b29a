// The command line where there is no project yet: it has only the command that makes one.
import { Command } from 'commander';
import { newCommand } from '../cli/new-command.ts';

/** @param args of the command line, without Node.js and the script. */
export async function newProject(args: readonly string[]): Promise<void> {
  const cli = new Command('csv-to-customerio')
    .description('Imports CSV files into Customer.io: every row once, or rejected with a reason')
    .addHelpText('after', '\nThis folder has no feeds.config.ts. In a project, --help lists all commands.');
  try {
    await cli.addCommand(newCommand()).parseAsync(args, { from: 'user' });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
