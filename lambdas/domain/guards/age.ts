// Keeps back events that are too old for their feed, and those of a backfill that are young enough to mail people.
import type { EventsFeed } from '../../contracts/feed.ts';
import { LIVE_WINDOW_SECONDS } from '../../contracts/guards.ts';

export type AgePolicy = Pick<EventsFeed, 'mode' | 'live' | 'maxAge'>;

/**
 * What becomes of a row whose events happened at `times` (Unix seconds, the row's own event first).
 * One event inside the live window holds its whole row: a row cannot be sent by halves.
 */
export function judgeAge(
  times: readonly number[],
  { mode, live, maxAge }: AgePolicy,
  nowSeconds: number,
): 'held' | 'expired' | undefined {
  const [own = nowSeconds] = times;
  if (maxAge !== undefined && own < nowSeconds - maxAge) return 'expired';
  const isLive = times.some((seconds) => seconds > nowSeconds - LIVE_WINDOW_SECONDS);
  return mode === 'backfill' && live === 'hold' && isLive ? 'held' : undefined;
}
