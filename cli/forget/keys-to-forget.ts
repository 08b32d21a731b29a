// The seen table's keys of an event or a person. A key is a keyed hash: it can be computed again, but not read back.
import type { EventsFeed, Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import {
  eventKey,
  objectKey,
  relationshipKey,
  rememberedKey,
  type SeenKey,
  seenKey,
  suppressedKey,
  totalsKey,
} from '../../lambdas/domain/operations/keys.ts';
import { storedIdentities, type WrittenIdentifier } from './stored-identities.ts';

export interface EventToForget {
  readonly feed: string;
  /** Of the key columns, in the order of the feed's key. */
  readonly values: readonly string[];
  /** Of the event, if a column of the file names it. */
  readonly name?: string | undefined;
}

export interface PersonToForget extends WrittenIdentifier {
  /** Ids of the objects that the person is related to: their relationships are forgotten, too. */
  readonly objects?: readonly string[] | undefined;
  /** Further names of events, which no feed remembers or adds up any more. */
  readonly events?: readonly string[] | undefined;
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

/** Keys of what is stored under one identifier of a person. Events are stored under their own keys. */
export function keysOfPerson(all: Feeds, person: PersonToForget, secret: string): SeenKey[] {
  return storedIdentities(all, person).flatMap((identity) => keysUnder(identity, all, person, secret));
}

function keysUnder(
  person: string,
  { feeds, workspace }: Feeds,
  { objects = [], events = [] }: PersonToForget,
  secret: string,
): SeenKey[] {
  const all = Object.values(feeds);
  const names = new Set([...all.flatMap(rememberedNames), ...events]);
  const types = new Set(all.flatMap((feed) => relatedTypes(feed)));
  const related = [...types].flatMap((type) =>
    objects.map((id) => relationshipKey(person, objectKey(type, id.trim()))),
  );
  return [
    seenKey(secret, workspace, 'person', person),
    ...[...names].flatMap((name) => [
      rememberedKey(secret, workspace, person, name),
      seenKey(secret, workspace, 'rollUp', totalsKey(name, person)),
    ]),
    ...related.map((key) => seenKey(secret, workspace, 'relationship', key)),
    suppressedKey((one, name) => rememberedKey(secret, workspace, one, name), person),
  ];
}

/** Types of the objects that rows of a feed relate people to. */
function relatedTypes(feed: Feed): readonly string[] {
  if (feed.kind === 'relationships') return [feed.objectTypeId];
  if (feed.kind === 'people') return (feed.relationships ?? []).map(({ objectTypeId }) => objectTypeId);
  return feed.kind === 'objects' && feed.relationships ? [feed.objectTypeId] : [];
}

/** Names of the events whose times or totals the seen table stores for each person. */
function rememberedNames(feed: Feed): readonly string[] {
  if (feed.kind !== 'events') return [];
  return [
    ...feed.remembers,
    ...feed.suppress.map(({ by }) => by),
    ...(feed.rollUp ? [feed.rollUp.event] : []),
  ];
}
