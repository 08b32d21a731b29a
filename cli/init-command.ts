// `init FILE`: drafts a feed from a file's first rows.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { RefusedError } from '../lambdas/domain/errors.ts';
import { EXIT } from './exit-code.ts';
import { draftFeed } from './init/draft-feed.ts';
import { knownExport } from './init/known-export.ts';
import { printDraft, printKnown } from './init/print-draft.ts';
import { readSample } from './init/read-sample.ts';

export function initCommand(): Command {
  return new Command('init')
    .description('draft a feed for a CSV file: columns, types, identifiers, time format')
    .argument('<file>', 'a file as it will be dropped')
    .option('--feed <name>', 'name of the feed; by default made from the file name')
    .option('--json', 'print the draft as JSON, doubts included')
    .addHelpText(
      'after',
      `
Prints an entry for feeds.config.ts. What it is unsure of stands in comments that begin with "check".

Example:
  npm run cli -- init samples/events/events.csv --feed web-events`,
    )
    .action(async (file: string, options: { feed?: string; json?: true }, command: Command) => {
      if (!statSync(file, { throwIfNoEntry: false })?.isFile())
        command.error(`There is no file ${file}.`, { exitCode: EXIT.failed });
      try {
        process.stdout.write(await draft(file, options.feed ?? feedNameOf(file), options.json ?? false));
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        command.error(`${basename(file)}: ${error.message} (${error.code})`, { exitCode: EXIT.failed });
      }
    });
}

async function draft(file: string, feed: string, json: boolean): Promise<string> {
  const sample = await readSample(file);
  const known = knownExport(sample.columns.map(({ name }) => name));
  if (json) {
    const { preset } = known ?? {};
    return `${JSON.stringify({ feed, ...(preset ? { preset } : draftFeed(sample)) }, null, 2)}\n`;
  }
  return known ? printKnown(feed, known) : printDraft(feed, draftFeed(sample), sample.fileName);
}

/** `Orders export (3).csv.gz` → `orders-export-3` */
function feedNameOf(file: string): string {
  const [stem = ''] = basename(file).toLowerCase().split('.');
  const name = stem.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40);
  return name.replaceAll(/^-+|-+$/g, '') || 'feed';
}
