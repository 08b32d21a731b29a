// Sets aside events that are too old for their feed, and events of a backfill that can still trigger campaigns.
import { printDuration } from '../../contracts/feed/duration.ts';
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import type { SetAside } from './mapper.ts';

export type AgePolicy = Pick<EventsFeed, 'mode' | 'live' | 'maxAge'>;

const LIVE: SetAside = {
  setAside: 'held',
  reason: `backfill: younger than ${LIVE_WINDOW_SECONDS / 3600} h`,
};

/**
 * Whether a row is set aside because of the times of its events (Unix seconds, the event of the row first). One event in
 * the live window holds the whole row, because a row is never sent in parts.
 */
export function judgeAge(
  times: readonly number[],
  { mode, live, maxAge }: AgePolicy,
  nowSeconds: number,
): SetAside | undefined {
  const [own = nowSeconds] = times;
  if (maxAge !== undefined && own < nowSeconds - maxAge)
    return { setAside: 'expired', reason: `older than maxAge ${printDuration(maxAge)}` };
  const isLive = times.some((seconds) => seconds > nowSeconds - LIVE_WINDOW_SECONDS);
  return mode === 'backfill' && live === 'hold' && isLive ? LIVE : undefined;
}
