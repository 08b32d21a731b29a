// `replay ID`: drops the file of an import again, or only its rejected or held rows. A dry run first shows the result.
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError } from 'commander';
import { count, number } from '../lambdas/contracts/format.ts';
import { DRY_RUN, INCOMING } from '../lambdas/contracts/object-keys.ts';
import type { Report } from '../lambdas/contracts/report.ts';
import type { ImportRecord } from '../lambdas/domain/imports/import-record.ts';
import { exitCodeOf } from './exit-code.ts';
import { dropFile, importOf } from './imports/drop-file.ts';
import { findImport } from './imports/find-import.ts';
import { replayBody, type Selection } from './replay/replay-body.ts';
import { followToEnd } from './show-command.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface ReplayOptions extends TargetOptions {
  readonly only?: Selection;
  readonly dryRun?: true;
  readonly yes?: true;
}

export function replayCommand(): Command {
  return withTarget(new Command('replay'))
    .description(
      "drop an import's file again, or only its rejected or held rows; a dry run first shows the result",
    )
    .argument('<import>', 'id of the import')
    .option(
      '--only <what>',
      'rejected, held, or reason=CODE for the rows that were rejected with this code',
      readSelection,
    )
    .option('--dry-run', 'only show the result, and send nothing')
    .option('--yes', 'send without asking')
    .addHelpText('after', HELP)
    .action(async (importId: string, options: ReplayOptions) => {
      const target = await openTarget(options);
      try {
        process.exitCode = await replay(target, await findImport(target, importId), options);
      } finally {
        await target.close();
      }
    });
}

const HELP = `
Rows that were delivered before are not sent again. The file is dropped unchanged, so a rejected row is rejected again
unless you fix the feed first. To fix cells instead, edit rejects.csv and drop it with put.

Example:
  npm run cli -- replay people-20260101T050000-1cf200b5 --only rejected --dry-run --local`;

async function replay(target: Target, record: ImportRecord, options: ReplayOptions): Promise<number> {
  const forecast = await drop(target, record, options.only, DRY_RUN);
  if (options.dryRun || !(await agreed(forecast, options))) {
    const hint = options.dryRun ? '' : 'Nothing was sent. To send it, add --yes.\n';
    write(forecast, options, () => printForecast(forecast) + hint);
    return exitCodeOf(forecast);
  }
  const report = await drop(target, record, options.only, INCOMING);
  write(report, options, ({ importId, state }) => `${importId}: ${state}\n`);
  return exitCodeOf(report);
}

async function drop(
  target: Target,
  record: ImportRecord,
  only: Selection = { kind: 'all' },
  root: typeof INCOMING | typeof DRY_RUN,
): Promise<Report> {
  const { feed, importId } = record;
  const what = only.kind === 'reason' ? only.code : only.kind;
  const key = `${root}${feed}/replay-${importId}-${what}.csv`;
  const dropped = await dropFile(target, { feed, key, body: await replayBody(target, record, only) });
  const replayed = await importOf(target, dropped);
  const { report } = await followToEnd(target, replayed);
  if (!report) throw new Error(`${replayed} has no report.`);
  return report;
}

function printForecast({ state, rows, outcomes, dryRun, rejects, reason }: Report): string {
  const { duplicate, unchanged } = outcomes;
  const { wouldDeliver = 0, wouldTrigger = 0 } = dryRun ?? {};
  const codes = rejects.map(({ code, rows }) => `${number(rows)} × ${code}`);
  return [
    `${count(rows, 'row')}: ${number(wouldDeliver)} new, ${number(duplicate + unchanged)} delivered before, ${number(outcomes.rejected)} rejected`,
    ...(codes.length > 0 ? [`rejected: ${codes.join(', ')}`] : []),
    `${count(wouldTrigger, 'event')} could trigger campaigns`,
    ...(reason ? [`the import would be ${state}: ${reason.message} (${reason.code})`] : []),
    '',
  ].join('\n');
}

/** Asks on a terminal. Elsewhere nothing is sent without `--yes`. */
async function agreed(forecast: Report, { yes }: ReplayOptions): Promise<boolean> {
  if (yes) return true;
  if (!process.stdin.isTTY) return false;
  process.stderr.write(printForecast(forecast));
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Drop it? [y/N] ').finally(() => asking.close());
  return /^y(es)?$/i.test(answer.trim());
}

function readSelection(text: string): Selection {
  const [, code] = /^reason=([a-z0-9_]+)$/.exec(text) ?? [];
  if (code !== undefined) return { kind: 'reason', code };
  if (text === 'rejected' || text === 'held') return { kind: text };
  throw new InvalidArgumentError('Use rejected, held or reason=CODE.');
}
