// Which items of the seen table an erasure is about. Keys are keyed hashes: they are made again, never read back.
import type { EventsFeed, Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { eventKey, personKey, type SeenKey, seenKey } from '../../lambdas/domain/operations/keys.ts';

/**
 * Keys of an event, and of the further events of its rows.
 * @param values those of the key columns, in the feed's order.
 * @param name of the event, where a column of the file says it.
 * @throws Error where the feed has no events, or does not say which event it is.
 */
export function keysOfEvent(
  { feeds, workspace }: Feeds,
  feedName: string,
  values: readonly string[],
  name: string | undefined,
  secret: string,
): SeenKey[] {
  const feed = Object.hasOwn(feeds, feedName) ? feeds[feedName] : undefined;
  if (feed?.kind !== 'events')
    throw new Error(
      `feeds.config.ts has no feed "${feedName}" of events. People are forgotten with --person.`,
    );
  const names = name === undefined ? namesOf(feed, feedName) : [name];
  return names.map((event) => seenKey(secret, workspace, 'event', eventKey(event, values)));
}

function namesOf({ event, also }: EventsFeed, feedName: string): string[] {
  if (!('name' in event))
    throw new Error(`The events of feed "${feedName}" are named by a column: say which one with --event.`);
  // Further events may have keys of more columns, such as the refunded amount.
  return [event.name, ...also.map(({ name }) => name)];
}

/** Keys of all that is kept of a person: what was last delivered, and when they last did what guards ask for. */
export function keysOfPerson(
  { feeds, workspace }: Feeds,
  as: 'id' | 'email' | 'phone',
  value: string,
  secret: string,
): SeenKey[] {
  const person = personKey(as, value.trim());
  const names = new Set(Object.values(feeds).flatMap(rememberedNames));
  return [
    seenKey(secret, workspace, 'person', person),
    ...[...names].map((name) => seenKey(secret, workspace, 'moments', [name, person].join('\0'))),
  ];
}

/** Events whose last time per person is kept. */
function rememberedNames(feed: Feed): readonly string[] {
  return feed.kind === 'events' ? [...feed.remembers, ...feed.suppress.map(({ by }) => by)] : [];
}
