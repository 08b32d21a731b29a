// Which columns of a file make its rows what they are: the key list in force, the chosen identifier, time and name. The
// next file of the feed is compared with them, because a lost one makes every row a new event or another person.
import * as z from 'zod';
import type { EventsFeed, Feed } from '../../contracts/feed/feed.ts';
import { timeNames } from '../../contracts/feed/time-columns.ts';
import { asList, pickKey } from './reserved-columns.ts';

const columns = z.array(z.string()).readonly();

/** Each is empty if the feed or the file has none. */
export const ReadingSchema = z.object({
  /** The key lists in force: of the event, then of each further event. */
  keys: z.array(columns).readonly(),
  /** The first column that can identify, such as `id`. */
  identifier: columns,
  /** The time of an event, or of a person's data. */
  time: columns,
  /** The name of the event. */
  name: columns,
});
export type Reading = Readonly<z.infer<typeof ReadingSchema>>;

export function readingOf(feed: Feed, header: readonly string[]): Reading {
  return {
    keys: feed.kind === 'events' ? keyLists(feed).map((lists) => pickKey(lists, header)) : [],
    identifier: first('identifiers' in feed ? feed.identifiers.flatMap((rule) => rule.columns) : [], header),
    time: timeLists(feed).flatMap((names) => first(names, header)),
    name: first(feed.kind === 'events' && 'column' in feed.event ? asList(feed.event.column) : [], header),
  };
}

/** Whether the feed states a key of its events, and the file has none of its lists. */
export function lacksKey(feed: Feed, header: readonly string[]): boolean {
  return feed.kind === 'events' && feed.key.length > 0 && pickKey(feed.key, header).length === 0;
}

function keyLists({ key, also }: EventsFeed): readonly (readonly (readonly string[])[])[] {
  return [key, ...also.map((further) => further.key)];
}

function timeLists(feed: Feed): readonly (readonly string[])[] {
  if (feed.kind === 'events') return timeNames(feed.time);
  return feed.kind === 'people' && feed.updatedAt ? timeNames(feed.updatedAt) : [];
}

function first(names: readonly string[], header: readonly string[]): readonly string[] {
  return names.filter((name) => header.includes(name)).slice(0, 1);
}
