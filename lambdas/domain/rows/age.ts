// Keeps back events that are too old for their feed, and those of a backfill that are young enough to mail people.
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
 * What becomes of a row whose events happened at `times` (Unix seconds, the row's own event first).
 * One event inside the live window holds its whole row: a row cannot be sent by halves.
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
