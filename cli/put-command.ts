// `put FILE --feed F`: drops a file into the bucket.
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command, InvalidArgumentError } from 'commander';
import { feeds } from '../feeds.config.ts';
import { FolderCanarySchema } from '../lambdas/contracts/feed/canary.ts';
import { canaryFolder, DRY_RUN, INCOMING } from '../lambdas/contracts/object-keys.ts';
import { EXIT, exitCodeOf } from './exit-code.ts';
import { dropFile, importOf } from './imports/drop-file.ts';
import { printImport } from './imports/print-progress.ts';
import { write } from './output.ts';
import { followToEnd, reportPlace } from './show-command.ts';
import { openTarget, type TargetOptions, withTarget } from './target/open-target.ts';
import type { Target } from './target/target.ts';

interface PutOptions extends TargetOptions {
  readonly feed: string;
  readonly dryRun?: true;
  readonly follow?: true;
  readonly canary?: number;
}

/** S3 events take seconds; longer than this something is wrong. */
const START_SECONDS = 60;

export function putCommand(): Command {
  return withTarget(new Command('put'))
    .description("drop a file below its feed's folder, and say which import it became")
    .argument('<file>', 'the file')
    .requiredOption('--feed <feed>', `how it is read: ${Object.keys(feeds.feeds).join(', ')}`)
    .option('--dry-run', 'do all but send: nothing is posted, marked or remembered')
    .option(
      '--canary <n>',
      'so many operations go first, whatever the feed says; approve sends the rest',
      readCanary,
    )
    .option('--follow', 'wait for the end; the exit code is then that of the import')
    .addHelpText(
      'after',
      '\nExample:\n  npm run cli -- put samples/people/people.csv --feed people --local --follow',
    )
    .action(async (file: string, options: PutOptions, command: Command) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile())
        command.error(`There is no file ${file}.`, { exitCode: EXIT.failed });
      if (options.canary !== undefined && options.dryRun)
        command.error('A dry run sends nothing, and so no canary: choose one.', { exitCode: EXIT.failed });
      if (!Object.hasOwn(feeds.feeds, options.feed)) process.stderr.write(unknownFeed(options.feed));
      const target = await openTarget(options);
      try {
        process.exitCode = await put(target, file, options);
      } finally {
        await target.close();
      }
    });
}

/** What is deployed may know other feeds than this clone: the file is dropped all the same. */
function unknownFeed(feed: string): string {
  const known = Object.keys(feeds.feeds).join(', ');
  return `feeds.config.ts has no feed "${feed}", but ${known}: unless what is deployed knows it, the import fails.\n`;
}

async function put(
  target: Target,
  file: string,
  { feed, dryRun, canary, follow, json }: PutOptions,
): Promise<number> {
  const folder = canary === undefined ? `${dryRun ? DRY_RUN : INCOMING}${feed}/` : canaryFolder(feed, canary);
  const key = `${folder}${basename(file)}`;
  const dropped = await upload(target, file, feed, key);
  const importId = await importOf(target, dropped, START_SECONDS);
  if (importId === undefined) {
    throw new Error(
      `${key} is in the bucket, and no import has begun within ${START_SECONDS} s. A part of an export starts none: ` +
        `the feed's manifest or _SUCCESS does. Otherwise see what is wrong: ${target.call('doctor')}`,
    );
  }
  if (!follow) {
    write({ importId, key }, json, () => `${importId}\n`);
    return EXIT.completed;
  }
  const progress = await followToEnd(target, importId);
  write(progress, json, () => printImport(progress, reportPlace(target, progress), target));
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
  throw new InvalidArgumentError('It is a number of operations from 1 to 500.');
}
