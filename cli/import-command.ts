// `npm run import -- FILE --feed FEED`: imports a file through the whole pipeline, on this machine.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import type { EmbeddedCloud } from '../local/engine/embedded-cloud.ts';
import { exitCodeOf } from './exit-code.ts';
import { fileAndFeedOrEnd } from './file-argument.ts';
import { copyReport, importFile } from './local/import-file.ts';
import { DEFAULT_STORE, startLocalCloud } from './local/local-cloud.ts';
import { withRealNames } from './local/real-names.ts';
import { engineOptions } from './target/connect-to-engine.ts';
import { furtherCall } from './target/further-call.ts';
import { write } from './terminal/output.ts';
import { progressView } from './terminal/progress.ts';
import { printSummary } from './terminal/summary.ts';

interface ImportOptions {
  readonly feed: string;
  readonly store: string;
  readonly dryRun?: true;
  readonly json?: true;
  readonly workspaceOut?: string;
}

export function importCommand(): Command {
  return new Command('import')
    .description('import a CSV file through the embedded pipeline')
    .argument('<file>', 'the CSV file')
    .requiredOption(
      '--feed <feed>',
      `required: the feed that reads it (${Object.keys(feeds.feeds).join(', ')})`,
    )
    .option('--store <dir>', 'folder of the bucket, the tables and the Customer.io stand-in', DEFAULT_STORE)
    .option('--dry-run', 'run every step, but send and remember nothing')
    .option('--json', 'print only the report, as JSON')
    .option(
      '--workspace-out <file>',
      'write the people and events of the stand-in here, one JSON object per line',
    )
    .addHelpText('after', EXIT_CODES)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      fileAndFeedOrEnd(file, options.feed, command);
      process.exitCode = await runImport(file, options);
    });
}

const EXIT_CODES = `
Customer.io is a stand-in here: nothing leaves this machine.

Exit codes: 0 completed, 2 completed with rejects, 3 held, 1 failed or refused.

Example:
  npm run import -- samples/people/people.csv --feed people`;

async function runImport(file: string, options: ImportOptions): Promise<number> {
  const view = progressView(process.stderr);
  const cloud = await startLocalCloud(options.store, view.show);
  try {
    view.begin(options.feed);
    const { feed, dryRun } = options;
    const report = await importFile(cloud, { path: file, feed, dryRun }).finally(view.end);
    const page = await copyReport(cloud, report, options.store);
    if (options.workspaceOut !== undefined) await writeWorkspace(cloud, options.workspaceOut);
    const shown = await withRealNames(report, { path: file, feed: feeds.feeds[feed] });
    write(shown, options, () => printSummary(shown, page, furtherCall(engineOptions(options.store))));
    return exitCodeOf(report);
  } finally {
    await cloud.close();
  }
}

async function writeWorkspace(cloud: EmbeddedCloud, path: string): Promise<void> {
  const out = createWriteStream(path);
  for (const entry of cloud.standIn.workspace.entries()) {
    if (!out.write(`${JSON.stringify(entry)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
