// The command line. The commands are loaded late, so that a mistake in feeds.config.ts is told in its own words.
import { Command } from 'commander';

try {
  const { feedsCommand } = await import('../cli/feeds-command.ts');
  const { importCommand } = await import('../cli/import-command.ts');
  const { initCommand } = await import('../cli/init-command.ts');
  const { startCommand } = await import('../cli/start-command.ts');
  await new Command('csv-to-customerio')
    .description('CSV files into Customer.io: every row once, or back with a reason')
    .addCommand(startCommand())
    .addCommand(importCommand())
    .addCommand(initCommand())
    .addCommand(feedsCommand())
    .parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
