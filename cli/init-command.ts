// `init FILE`: drafts a feed from the first rows of a file.
import { basename } from 'node:path';
import { Command } from 'commander';
import { RefusedError } from '../lambdas/domain/errors.ts';
import { EXIT } from './exit-code.ts';
import { fileOrEnd } from './file-argument.ts';
import { draftFeed } from './init/draft-feed.ts';
import { knownExport } from './init/known-export.ts';
import { printDraft, printKnown } from './init/print-draft.ts';
import { readSample } from './init/read-sample.ts';
import { write } from './terminal/output.ts';

export function initCommand(): Command {
  return new Command('init')
    .description('draft a feed for a CSV file: identifiers, event, time, key and column types')
    .argument('<file>', 'a file like those that you will drop')
    .option('--feed <name>', 'name of the feed; the default is made from the file name')
    .option('--json', 'print the draft as JSON, with its doubts')
    .addHelpText(
      'after',
      `
Prints an entry for feeds.config.ts. Read the comments that begin with "check": there the draft is a guess.

Example:
  npm run cli -- init samples/events/events.csv --feed web-events`,
    )
    .action(async (file: string, options: { feed?: string; json?: true }, command: Command) => {
      fileOrEnd(file, command);
      try {
        await draft(file, options.feed ?? feedNameOf(file), options);
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        command.error(`${basename(file)}: ${error.message} (${error.code})`, { exitCode: EXIT.failed });
      }
    });
}

async function draft(file: string, feed: string, options: { json?: true }): Promise<void> {
  const sample = await readSample(file);
  const known = knownExport(sample.columns.map(({ name }) => name));
  if (known) {
    write({ feed, preset: known.preset }, options, () => printKnown(feed, known, basename(file)));
  } else {
    const drafted = draftFeed(sample);
    write({ feed, ...drafted }, options, () => printDraft(feed, drafted, sample.fileName));
  }
}

/** `Orders export (3).csv.gz` → `orders-export-3` */
function feedNameOf(file: string): string {
  const [stem = ''] = basename(file).toLowerCase().split('.');
  const name = stem.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40);
  return name.replaceAll(/^-+|-+$/g, '') || 'feed';
}
