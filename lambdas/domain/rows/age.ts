// Sets aside events that are too old for their feed, and events of a backfill that can still trigger campaigns.
import { printDuration } from '../../contracts/feed/duration.ts';
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import type { Operation } from '../operations/operation.ts';
import type { MappedRow, SetAside } from './mapper.ts';

export type AgePolicy = Pick<EventsFeed, 'mode' | 'live' | 'maxAge'>;

const LIVE: SetAside = {
  setAside: 'held',
  reason: `backfill: younger than ${LIVE_WINDOW_SECONDS / 3600} h`,
};

/**
 * Whether a row is set aside because of the times of its events (Unix seconds). `maxAge` judges each event by its own time,
 * so a row is expired only if all its events are too old. One event in the live window holds the whole row, because the
 * events that are young enough are never sent in parts.
 */
export function judgeAge(
  times: readonly number[],
  { mode, live, maxAge }: AgePolicy,
  nowSeconds: number,
): SetAside | undefined {
  const young = times.filter((seconds) => !isTooOld(seconds, maxAge, nowSeconds));
  if (maxAge !== undefined && young.length === 0)
    return { setAside: 'expired', reason: `older than maxAge ${printDuration(maxAge)}` };
  const isLive = young.some((seconds) => seconds > nowSeconds - LIVE_WINDOW_SECONDS);
  return mode === 'backfill' && live === 'hold' && isLive ? LIVE : undefined;
}

/**
 * The row without the events that are too old. The first event that is left counts the rows. An event with the time of the
 * file is as old as the event of its row: it has no time of its own, and would make an old row young.
 */
export function withoutOldEvents(
  row: MappedRow,
  { maxAge }: Pick<AgePolicy, 'maxAge'>,
  nowSeconds: number,
): MappedRow {
  const [own] = row.operations;
  if (maxAge === undefined || !own) return row;
  const isYoung = ({ meta }: Operation) =>
    !isTooOld(meta.fileTime ? own.meta.at : meta.at, maxAge, nowSeconds);
  const kept = row.operations.map(isYoung);
  if (!kept.includes(false)) return row;
  const operations = row.operations.filter((_, at) => kept[at]);
  return {
    ...row,
    operations: operations.map(({ meta, item }, at) => ({ meta: { ...meta, countsRows: at === 0 }, item })),
    events: row.events.filter((_, at) => kept[at]),
  };
}

function isTooOld(seconds: number, maxAge: number | undefined, nowSeconds: number): boolean {
  return maxAge !== undefined && seconds < nowSeconds - maxAge;
}
