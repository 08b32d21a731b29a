// `put FILE --feed F`: drops a file into the bucket.
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { feeds } from '../feeds.config.ts';
import { FolderCanarySchema } from '../lambdas/contracts/feed/canary.ts';
import { canaryFolder, DRY_RUN, INCOMING } from '../lambdas/contracts/object-keys.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { fileOrEnd } from './file-argument.ts';
import { dropFile, importOf } from './imports/drop-file.ts';
import { printImport } from './imports/print-progress.ts';
import { withRealNames } from './local/real-names.ts';
import { followToEnd, reportPlace } from './show-command.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';
import { write } from './terminal/output.ts';

interface PutOptions extends TargetOptions {
  readonly feed: string;
  readonly dryRun?: true;
  readonly follow?: true;
  readonly canary?: number;
}

export function putCommand(): Command {
  return withTarget(new Command('put'))
    .description(
      "drop a file into its feed's folder of the bucket, and print the id of the import that it starts",
    )
    .argument('<file>', 'the CSV file')
    .requiredOption(
      '--feed <feed>',
      `required: the feed that reads it (${Object.keys(feeds.feeds).join(', ')})`,
    )
    .option('--dry-run', 'run every step, but send and remember nothing')
    .option(
      '--canary <n>',
      'send only this many operations first, instead of what the feed says; approve sends the rest',
      readCanary,
    )
    .option('--follow', 'wait until the import ends, and exit with its exit code')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- put samples/people/people.csv --feed people --local --follow',
    )
    .action(async (file: string, options: PutOptions, command: Command) => {
      fileOrEnd(file, command);
      if (options.canary !== undefined && options.dryRun)
        command.error('A dry run sends nothing, so it has no canary. Use either --dry-run or --canary.', {
          exitCode: EXIT.failed,
        });
      if (!Object.hasOwn(feeds.feeds, options.feed)) process.stderr.write(unknownFeed(options.feed));
      const target = await openTarget(options);
      try {
        process.exitCode = await put(target, file, options);
      } finally {
        await target.close();
      }
    });
}

/** Only a warning: the deployed stack may have other feeds than this clone. */
function unknownFeed(feed: string): string {
  const known = Object.keys(feeds.feeds).join(', ');
  return `feeds.config.ts of this clone has no feed "${feed}". It has: ${known}. If the deployed stack does not have it either, the import fails.\n`;
}

async function put(
  target: Target,
  file: string,
  { feed, dryRun, canary, follow, json }: PutOptions,
): Promise<number> {
  const folder = canary === undefined ? `${dryRun ? DRY_RUN : INCOMING}${feed}/` : canaryFolder(feed, canary);
  const key = `${folder}${basename(file)}`;
  const dropped = await upload(target, file, feed, key);
  const importId = await importOf(target, dropped);
  if (!follow) {
    write({ importId, key }, { json }, () => `${importId}\n`);
    return EXIT.completed;
  }
  const ended = await followToEnd(target, importId);
  const progress = await withRealNames(ended, { path: file, feed: feeds.feeds[feed] });
  write(progress, { json }, () => printImport(progress, reportPlace(target, progress), target));
  return progress.report ? exitCodeOf(progress.report) : EXIT.failed;
}

async function upload(target: Target, file: string, feed: string, key: string) {
  const bar = new SingleBar({
    format: 'uploading  {bar}  {percentage} %',
    barsize: 24,
    clearOnComplete: true,
  });
  if (process.stderr.isTTY) bar.start(statSync(file).size, 0);
  try {
    const body = createReadStream(file);
    return await dropFile(target, { feed, key, body, onBytes: (sent) => bar.update(sent) });
  } finally {
    bar.stop();
  }
}

function readCanary(value: string): number {
  const { data } = FolderCanarySchema.safeParse(value);
  if (data !== undefined) return data;
  throw new InvalidArgumentError('Use a number of operations from 1 to 500.');
}
