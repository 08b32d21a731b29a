// Prevents a renamed event from becoming a new event by mistake: taxonomy.lock.json lists the deployed names.
import * as z from 'zod';
import type { Feeds } from '../lambdas/contracts/feed/feed.ts';
import { FeedsConfigError } from './define-feeds.ts';

/** Event names by taxonomy: `shared`, or the name of a feed with its own. */
const TaxonomyLockSchema = z.strictObject({ events: z.record(z.string(), z.array(z.string())) });
export type TaxonomyLock = z.infer<typeof TaxonomyLockSchema>;

export function lockOf(feeds: Feeds): TaxonomyLock {
  return {
    events: Object.fromEntries(
      [...taxonomies(feeds)].map(([name, { events }]) => [name, Object.keys(events).sort()]),
    ),
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

function taxonomies(feeds: Feeds): Map<string, NonNullable<Feeds['taxonomy']>> {
  const own = Object.entries(feeds.feeds).flatMap(([name, feed]) =>
    feed.kind === 'events' && feed.taxonomy ? [[name, feed.taxonomy] as const] : [],
  );
  return new Map([...(feeds.taxonomy ? [['shared', feeds.taxonomy] as const] : []), ...own]);
}
