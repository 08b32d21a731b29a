// The seen table's keys of an event or a person. A key is a keyed hash: it can be computed again, but not read back.
import type { EventsFeed, Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import {
  eventKey,
  personKey,
  rememberedKey,
  type SeenKey,
  seenKey,
  suppressedKey,
} from '../../lambdas/domain/operations/keys.ts';

export interface EventToForget {
  readonly feed: string;
  /** Of the key columns, in the order of the feed's key. */
  readonly values: readonly string[];
  /** Of the event, if a column of the file names it. */
  readonly name?: string | undefined;
}

export interface PersonToForget {
  readonly as: 'id' | 'email' | 'phone';
  readonly value: string;
}

/**
 * Keys of an event, and of the further events of its rows.
 * @throws Error if the feed has no events, or its events are named by a column and no name is given.
 */
export function keysOfEvent(
  { feeds, workspace }: Feeds,
  { feed: feedName, values, name }: EventToForget,
  secret: string,
): SeenKey[] {
  const feed = Object.hasOwn(feeds, feedName) ? feeds[feedName] : undefined;
  if (feed?.kind !== 'events')
    throw new Error(
      `feeds.config.ts has no feed "${feedName}" of kind events. To forget a person, use --person VALUE.`,
    );
  const names = name === undefined ? namesOf(feed, feedName) : [name];
  return names.map((event) => seenKey(secret, workspace, 'event', eventKey(event, values)));
}

function namesOf({ event, also }: EventsFeed, feedName: string): string[] {
  if (!('name' in event))
    throw new Error(`A column names the events of feed "${feedName}". Add --event NAME.`);
  // Further events may have keys of more columns, such as the refunded amount.
  return [event.name, ...also.map(({ name }) => name)];
}

/** Keys of everything stored about a person: what was last delivered, and the times of their remembered events. */
export function keysOfPerson(
  { feeds, workspace }: Feeds,
  { as, value }: PersonToForget,
  secret: string,
): SeenKey[] {
  const person = personKey(as, value.trim());
  const names = new Set(Object.values(feeds).flatMap(rememberedNames));
  return [
    seenKey(secret, workspace, 'person', person),
    ...[...names].map((name) => rememberedKey(secret, workspace, person, name)),
    suppressedKey((one, name) => rememberedKey(secret, workspace, one, name), person),
  ];
}

/** Names of the events whose last time the seen table stores for each person. */
function rememberedNames(feed: Feed): readonly string[] {
  return feed.kind === 'events' ? [...feed.remembers, ...feed.suppress.map(({ by }) => by)] : [];
}
