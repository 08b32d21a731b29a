// `check FILE --feed F`: checks a file before you drop it: rejects, findings, and what would be sent.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import { type Checked, checkFile } from './check/check-file.ts';
import { printCheck } from './check/print-check.ts';
import { exitCodeOf } from './exit-code.ts';
import { fileAndFeedOrEnd } from './file-argument.ts';
import { withRealNames } from './local/real-names.ts';
import { write } from './terminal/output.ts';

interface CheckOptions {
  readonly feed: string;
  readonly json?: true;
  readonly out?: string;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('check a CSV file against its feed: rejects, findings, and what would be sent')
    .argument('<file>', 'the CSV file')
    .requiredOption(
      '--feed <feed>',
      `required: the feed that reads it (${Object.keys(feeds.feeds).join(', ')})`,
    )
    .option('--out <dir>', 'also write report.html, report.json, rejects.csv and held.csv to this folder')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: CheckOptions, command: Command) => {
      fileAndFeedOrEnd(file, options.feed, command);
      process.exitCode = await check(file, options);
    });
}

const HELP = `
The check needs no AWS account, and sends nothing. It does not know earlier imports, so it counts every event as new.
A dry run on the deployed stack (put --dry-run) compares the file with earlier imports.

Exit codes: 0 ready to drop, 2 some rows would be rejected, 3 the import would be held, 1 the file would be refused.

Example:
  npm run cli -- check samples/events/events.csv --feed events`;

const HOW_TO_SEE_ROWS =
  '\nTo write the rejected rows with line and reason to a folder, add --out DIR. Read rejects.csv there.\n';

async function check(file: string, { feed, json, out }: CheckOptions): Promise<number> {
  const bar = new SingleBar({
    format: 'checking  {bar}  {value}/{total} chunks',
    barsize: 24,
    clearOnComplete: true,
  });
  const onChunk = ({ done, total }: { done: number; total: number }) => {
    if (done > 0) bar.update(done);
    else if (process.stderr.isTTY) bar.start(total, 0);
  };
  const readResult = async (checked: Checked) => {
    bar.stop();
    if (out !== undefined) await writeFiles(checked, out);
    const report = await withRealNames(checked.report, { path: file, feed: feeds.feeds[feed] });
    write(report, { json }, printCheck);
    if (!json && out === undefined && report.rejects.length > 0) process.stdout.write(HOW_TO_SEE_ROWS);
    return exitCodeOf(report);
  };
  return checkFile({ path: file, feedName: feed, feeds }, onChunk, readResult).finally(() => bar.stop());
}

async function writeFiles({ read }: Checked, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  for (const name of ['report.html', 'report.json', 'rejects.csv', 'held.csv']) {
    const content = await read(name);
    if (content && content.length > 0) writeFileSync(join(out, name), content);
  }
}
