// Whether the feeds suffice for the journeys that a file is for, as far as the file shows.
import type { Feeds } from '../contracts/feed/feed.ts';
import type { Review } from '../domain/decision/review.ts';
import { journeysOfFile, verdictOf } from '../domain/journeys/examine-journey.ts';
import type { ShownPlan } from '../domain/plan.ts';
import type { ChunkProfile } from '../domain/profile/chunk-profile.ts';

export function journeysOfImport(
  { feed, names, nowSeconds }: ShownPlan,
  feeds: Feeds,
  { statistics, findings }: Pick<Review, 'statistics' | 'findings'>,
  span: ChunkProfile['span'],
): Pick<Review, 'journeys'> {
  const found = journeysOfFile(feeds, {
    ...{ feed, header: names },
    events: Object.keys(statistics.events),
    hasOnlyDays: findings.some(({ code }) => code === 'all_midnight'),
    newestAge: span && nowSeconds - span.newest,
  });
  return found.length > 0 ? { journeys: found.map(verdictOf) } : {};
}
