// `feeds`: lists the feeds of feeds.config.ts. Importing that file validates it.
import { Command } from 'commander';
import { feeds } from '../feeds.config.ts';
import { actionsOf } from '../lambdas/contracts/feed/action.ts';
import type { Feed } from '../lambdas/contracts/feed/feed.ts';
import { examineJourneys } from '../lambdas/domain/journeys/examine-journey.ts';
import { printJourneys } from './journeys/print-journeys.ts';
import { columns, write } from './terminal/output.ts';

interface FeedLine {
  readonly feed: string;
  readonly kind: Feed['kind'];
  readonly people: string;
  readonly what: string;
  readonly drop: string;
}

export function feedsCommand(): Command {
  return new Command('feeds')
    .description(
      'list the feeds of feeds.config.ts; for a mistake in it, print feed and field, and exit with 1',
    )
    .option('--json', 'print the whole configuration as JSON, with its defaults')
    .addHelpText('after', '\nExample:\n  npm run cli -- feeds')
    .action(({ json }: { json?: true }) => {
      if (json) return write(feeds, { json }, String);
      write(Object.entries(feeds.feeds).map(describe), {}, print);
    });
}

function describe([name, feed]: readonly [string, Feed]): FeedLine {
  const identifiers = 'identifiers' in feed ? feed.identifiers.map(({ as }) => as) : [];
  return {
    feed: name,
    kind: feed.kind,
    people: identifiers.join(', ') || '-',
    what: whatOf(feed),
    drop: `incoming/${name}/`,
  };
}

/** The operation or event that a row becomes. */
function whatOf(feed: Feed): string {
  switch (feed.kind) {
    case 'people':
      return [...new Set(actionsOf(feed))].join(', ');
    case 'objects':
      return `object of type ${feed.objectTypeId}`;
    case 'relationships':
      return `${feed.action} relationship to type ${feed.objectTypeId}`;
    case 'events': {
      const own =
        'name' in feed.event ? feed.event.name : `named by ${[feed.event.column].flat().join(' or ')}`;
      return [own, ...feed.also.map(({ name }) => name)].join(', ');
    }
  }
}

function print(lines: readonly FeedLine[]): string {
  const table = columns(
    ['FEED', 'KIND', 'PEOPLE BY', 'A ROW BECOMES', 'FOLDER'],
    lines.map(({ feed, kind, people, what, drop }) => [feed, kind, people, what, drop]),
  );
  return `${table}\n${printJourneys(examineJourneys(feeds))}`;
}
