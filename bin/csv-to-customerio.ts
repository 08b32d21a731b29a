// The command line.
import { Command } from 'commander';
import { importCommand } from '../cli/import-command.ts';
import { startCommand } from '../cli/start-command.ts';

const program = new Command('csv-to-customerio')
  .description('CSV files into Customer.io: every row once, or back with a reason')
  .addCommand(startCommand())
  .addCommand(importCommand());

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
