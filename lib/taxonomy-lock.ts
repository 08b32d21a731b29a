// Prevents a renamed event, or an event with another key, from becoming a new event by mistake: taxonomy.lock.json lists
// the names and keys that were deployed.
import * as z from 'zod';
import type { Feeds } from '../lambdas/contracts/feed/feed.ts';
import { FeedsConfigError } from './define-feeds.ts';

/** Event names by taxonomy: `shared`, or the name of a feed with its own. */
const TaxonomyLockSchema = z.strictObject({
  events: z.record(z.string(), z.array(z.string())),
  /** The `key` of each feed of events. Absent in a lock that was written before 2026-12. */
  keys: z.record(z.string(), z.array(z.array(z.string()))).optional(),
});
export type TaxonomyLock = z.infer<typeof TaxonomyLockSchema>;

export function lockOf(feeds: Feeds): TaxonomyLock {
  return {
    events: Object.fromEntries(
      [...taxonomies(feeds)].map(([name, { events }]) => [name, Object.keys(events).sort()]),
    ),
    keys: keysOf(feeds),
  };
}

/**
 * @param lock the parsed taxonomy.lock.json.
 * @throws FeedsConfigError if a locked name is no longer an event or an alias.
 */
export function checkTaxonomyLock(feeds: Feeds, lock: unknown): void {
  const { events: locked } = TaxonomyLockSchema.parse(lock);
  const now = taxonomies(feeds);
  const lost = Object.entries(locked).flatMap(([name, names]) => {
    const events = now.get(name)?.events ?? {};
    const known = new Set(Object.entries(events).flatMap(([event, { aliases }]) => [event, ...aliases]));
    return names.filter((event) => !known.has(event)).map((event) => ({ taxonomy: name, event }));
  });
  if (lost.length === 0) return;
  const lines = lost.map(
    ({ taxonomy, event }) =>
      `  ${taxonomy}: the event "${event}" was deployed, but is missing now. If you renamed it, add the old name to the aliases of the new one.`,
  );
  throw new FeedsConfigError(
    `The taxonomy misses events of taxonomy.lock.json:\n${lines.join('\n')}\n` +
      'If you removed them on purpose, update the lock: npm run taxonomy:lock',
  );
}

/**
 * What to say about each feed whose key is another one than in the lock. A list at the end changes nothing for files that
 * have the columns of an earlier one.
 * @param lock the parsed taxonomy.lock.json.
 */
export function changedKeys(feeds: Feeds, lock: unknown): string[] {
  const { keys = {} } = TaxonomyLockSchema.parse(lock);
  const now = keysOf(feeds);
  return Object.entries(keys).flatMap(([name, before]) => {
    const key = now[name];
    if (!key || (before.length > 0 && same(key.slice(0, before.length), before)) || same(key, before))
      return [];
    return [
      `The key of the feed "${name}" is another one than in taxonomy.lock.json. All events of its files will be new to the ` +
        'pipeline, also those that were delivered before: set `maxAge` in the feed, or drop only new rows. ' +
        'If the change is right, update the lock: npm run taxonomy:lock',
    ];
  });
}

function keysOf(feeds: Feeds): Record<string, string[][]> {
  return Object.fromEntries(
    Object.entries(feeds.feeds).flatMap(([name, feed]) =>
      feed.kind === 'events' ? [[name, feed.key] as const] : [],
    ),
  );
}

function same(one: readonly (readonly string[])[], other: readonly (readonly string[])[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function taxonomies(feeds: Feeds): Map<string, NonNullable<Feeds['taxonomy']>> {
  const own = Object.entries(feeds.feeds).flatMap(([name, feed]) =>
    feed.kind === 'events' && feed.taxonomy ? [[name, feed.taxonomy] as const] : [],
  );
  return new Map([...(feeds.taxonomy ? [['shared', feeds.taxonomy] as const] : []), ...own]);
}
