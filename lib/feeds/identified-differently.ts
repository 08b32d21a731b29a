// Feeds that say in different ways who a person is. What one of them remembers of a person, the other does not find.
import type { EventsFeed, Feed, Feeds, PeopleFeed } from '../../lambdas/contracts/feed/feed.ts';

/** Feeds with the kind of identifier that their rows are sent under if they have a value for it. */
type Kinds = ReadonlyMap<string, string>;

/**
 * Warnings for synth: feeds of people, whose unchanged attributes are remembered per identifier, and feeds that `suppress`
 * and `rollUp` bring together. Each names the feeds and what to write.
 */
export function identifiedDifferently({ feeds }: Pick<Feeds, 'feeds'>): string[] {
  const all = Object.entries(feeds);
  const events = all.flatMap(([name, feed]) => (feed.kind === 'events' ? [[name, feed] as const] : []));
  const people = all.flatMap(([name, feed]) => (isOfAttributes(feed) ? [[name, feed] as const] : []));
  return [
    ...warningOf(
      kindsOf(people),
      'An attribute that one of them has sent is sent again by the other, and the later file decides',
    ),
    ...rolledUp(events).flatMap(([event, kinds]) =>
      warningOf(kinds, `Each kind has its own totals of "${event}" (rollUp)`),
    ),
    ...suppressed(events).flatMap(([event, by, kinds]) =>
      warningOf(kinds, `A "${by}" of one feed does not suppress a "${event}" of another`),
    ),
  ];
}

function isOfAttributes(feed: Feed): feed is PeopleFeed {
  return feed.kind === 'people' && (feed.action === 'identify' || feed.action === 'update');
}

function rolledUp(feeds: readonly (readonly [string, EventsFeed])[]): (readonly [string, Kinds])[] {
  const counted = new Set(feeds.flatMap(([, { rollUp }]) => (rollUp ? [rollUp.event] : [])));
  return [...counted].map((event) => [
    event,
    kindsOf(feeds.filter(([, feed]) => feed.rollUp?.event === event)),
  ]);
}

/** Each rule with the feed that has it and the feeds that surely send `by`. */
function suppressed(feeds: readonly (readonly [string, EventsFeed])[]) {
  return feeds.flatMap(([name, feed]) =>
    feed.suppress.flatMap(({ event, by, of }) => {
      if (of === 'rows') return [];
      const senders = feeds.filter(([other, one]) => other !== name && namesOf(one).includes(by));
      return [[event, by, kindsOf([[name, feed], ...senders])] as const];
    }),
  );
}

function namesOf({ event, also }: EventsFeed): string[] {
  return [...('name' in event ? [event.name] : []), ...also.map(({ name }) => name)];
}

function kindsOf(feeds: readonly (readonly [string, PeopleFeed | EventsFeed])[]): Kinds {
  return new Map(feeds.map(([name, { identifiers }]) => [name, identifiers[0]?.as ?? 'id']));
}

function warningOf(kinds: Kinds, effect: string): string[] {
  const different = [...new Set(kinds.values())];
  if (different.length < 2) return [];
  const feeds = [...kinds].map(([feed, kind]) => `"${feed}" by ${kind}`).join(', ');
  return [
    `Feeds identify people differently: ${feeds}. ${effect}, because what is remembered of a person is kept per identifier. Put the same identifier first in all of them if their files have it (docs/feeds/identifiers.md).`,
  ];
}
