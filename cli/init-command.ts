// `init FILE`: drafts a feed from the first rows of a file.
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import { feeds } from '../feeds.config.ts';
import { FeedsSchema } from '../lambdas/contracts/feed/feed.ts';
import { RefusedError } from '../lambdas/domain/errors.ts';
import { JOURNEYS } from '../lambdas/domain/journeys/all.ts';
import { examineJourneys } from '../lambdas/domain/journeys/examine-journey.ts';
import { shopifyCheckouts } from '../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../lambdas/domain/presets/shopify-orders.ts';
import { EXIT } from './exit-code.ts';
import { fileOrEnd } from './file-argument.ts';
import { draftFeed } from './init/draft-feed.ts';
import { knownExport } from './init/known-export.ts';
import { printDraft, printKnown } from './init/print-draft.ts';
import { readSample } from './init/read-sample.ts';
import { askJourneys } from './journeys/ask-journeys.ts';
import { printComments } from './journeys/print-journeys.ts';
import { write } from './terminal/output.ts';

export function initCommand(): Command {
  return new Command('init')
    .description('draft a feed for a CSV file: identifiers, event, time, key and column types')
    .argument('<file>', 'a file like those that you will drop')
    .option('--feed <name>', 'name of the feed; the default is made from the file name')
    .addOption(
      new Option(
        '--journey <name...>',
        'also print what these journeys need in addition to this feed; in a terminal, init asks for them',
      ).choices(JOURNEYS.map(({ name }) => name)),
    )
    .option('--json', 'print the draft as JSON, with its doubts')
    .addHelpText(
      'after',
      `
Prints an entry for feeds.config.ts. Read the comments that begin with "check": there the draft is a guess.

Example:
  npm run cli -- init samples/events/events.csv --feed web-events`,
    )
    .action(async (file: string, options: InitOptions, command: Command) => {
      fileOrEnd(file, command);
      try {
        await draft(file, options.feed ?? feedNameOf(file), await withJourneys(options));
      } catch (error) {
        if (!(error instanceof RefusedError)) throw error;
        command.error(`${basename(file)}: ${error.message} (${error.code})`, { exitCode: EXIT.failed });
      }
    });
}

interface InitOptions {
  readonly feed?: string;
  readonly journey?: readonly string[];
  readonly json?: true;
}

/** Asks for the journeys if a person is there to answer and no option says them. */
async function withJourneys(options: InitOptions): Promise<InitOptions> {
  const { journey, json } = options;
  if (journey || json || !process.stdin.isTTY || !process.stderr.isTTY) return options;
  const asked = await askJourneys(process.stdin, process.stderr);
  return asked.length > 0 ? { ...options, journey: asked } : options;
}

async function draft(file: string, feed: string, options: InitOptions): Promise<void> {
  const sample = await readSample(file);
  const known = knownExport(sample.columns.map(({ name }) => name));
  if (known) {
    const needed = neededFor(options.journey, feed, PRESETS[known.preset]);
    write({ feed, preset: known.preset }, options, () => printKnown(feed, known, basename(file)) + needed);
  } else {
    const drafted = draftFeed(sample);
    const { doubts: _, ...entry } = drafted;
    const needed = neededFor(options.journey, feed, entry);
    write({ feed, ...drafted }, options, () => printDraft(feed, drafted, sample.fileName) + needed);
  }
}

const PRESETS = { shopifyOrders, shopifyCheckouts, shopifyCustomers } as const;

/** What the journeys lack once the drafted entry is in feeds.config.ts, as comments below the draft. */
function neededFor(journeys: readonly string[] | undefined, feed: string, entry: object): string {
  if (!journeys) return '';
  const all = FeedsSchema.safeParse({ ...feeds, feeds: { [feed]: entry, ...feeds.feeds, [feed]: entry } });
  if (!all.success)
    return '// Complete this draft first. Then the command journeys shows what your journeys need.\n';
  const found = examineJourneys(all.data).filter(({ journey }) => journeys.includes(journey.name));
  return found.map(printComments).join('');
}

/** `Orders export (3).csv.gz` → `orders-export-3` */
function feedNameOf(file: string): string {
  const [stem = ''] = basename(file).toLowerCase().split('.');
  const name = stem.replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40);
  return name.replaceAll(/^-+|-+$/g, '') || 'feed';
}
