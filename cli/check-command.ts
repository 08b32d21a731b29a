// `check FILE --feed F`: everything that Review would say of a file, before anybody drops it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import { type Checked, checkFile } from './check/check-file.ts';
import { printCheck } from './check/print-check.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';

interface CheckOptions {
  readonly feed: string;
  readonly json?: true;
  readonly out?: string;
}

export function checkCommand(): Command {
  return new Command('check')
    .description('check a CSV file against its feed: rejects, findings, what would be sent; no AWS')
    .argument('<file>', 'the file')
    .requiredOption('--feed <feed>', `how to read it: ${Object.keys(feeds.feeds).join(', ')}`)
    .option('--out <dir>', 'write report.html, rejects.csv and held.csv there')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: CheckOptions, command: Command) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile())
        command.error(`There is no file ${file}.`, { exitCode: EXIT.failed });
      if (!Object.hasOwn(feeds.feeds, options.feed)) {
        const known = Object.keys(feeds.feeds).join(', ');
        command.error(`feeds.config.ts has no feed "${options.feed}". It has: ${known}.`, {
          exitCode: EXIT.failed,
        });
      }
      process.exitCode = await check(file, options);
    });
}

const HELP = `
Nothing is sent, and nothing is known of former imports: every event counts as new. A dry run on the deployed stack
(put --dry-run) knows them.

Exit codes: 0 fit to drop, 2 with rejects, 3 it would be held, 1 it would be refused.

Example:
  npm run cli -- check samples/events/events.csv --feed events`;

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
  return checkFile(file, feed, feeds, onChunk, async (checked) => {
    bar.stop();
    if (out !== undefined) await writeFiles(checked, out);
    const { report } = checked;
    process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : printCheck(report));
    return exitCodeOf(report);
  }).finally(() => bar.stop());
}

async function writeFiles({ read }: Checked, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  for (const name of ['report.html', 'report.json', 'rejects.csv', 'held.csv']) {
    const content = await read(name);
    if (content && content.length > 0) writeFileSync(join(out, name), content);
  }
}
