// `npm run import -- FILE --feed FEED`: any file through the whole pipeline, on this machine.
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import type { EmbeddedCloud } from '../local/engine/embedded-cloud.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { copyReport, importFile } from './import-file.ts';
import { DEFAULT_STORE, startLocalCloud } from './local-cloud.ts';
import { progressView } from './progress.ts';
import { printSummary } from './summary.ts';

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
    .argument('<file>', 'the file')
    .requiredOption('--feed <feed>', `how to read it: ${Object.keys(feeds.feeds).join(', ')}`)
    .option('--store <dir>', 'where bucket, tables and the Customer.io stand-in persist', DEFAULT_STORE)
    .option('--dry-run', 'do all but send: nothing is posted, marked or remembered')
    .option('--json', 'print nothing on stdout but the report')
    .option('--workspace-out <file>', 'write what Customer.io would now hold, one JSON a line')
    .addHelpText('after', EXIT_CODES)
    .action(async (file: string, options: ImportOptions, command: Command) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
        command.error(`There is no file ${file}.`, { exitCode: EXIT.failed });
      }
      if (!Object.hasOwn(feeds.feeds, options.feed)) {
        const known = Object.keys(feeds.feeds).join(', ');
        command.error(`feeds.config.ts has no feed "${options.feed}". It has: ${known}.`, {
          exitCode: EXIT.failed,
        });
      }
      process.exitCode = await runImport(file, options);
    });
}

const EXIT_CODES = `
Exit codes: 0 completed, 2 completed with rejects, 3 held, 1 failed or refused.

Example:
  npm run import -- samples/people/people.csv --feed people`;

async function runImport(file: string, options: ImportOptions): Promise<number> {
  const view = progressView(process.stderr);
  const cloud = await startLocalCloud(options.store, view.show);
  try {
    view.begin(options.feed);
    const report = await importFile(cloud, file, options.feed, options.dryRun).finally(view.end);
    const page = await copyReport(cloud, report, options.store);
    if (options.workspaceOut !== undefined) await writeWorkspace(cloud, options.workspaceOut);
    process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : printSummary(report, page));
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
