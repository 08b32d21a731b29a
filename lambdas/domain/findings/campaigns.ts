// Findings about what an import does in Customer.io: old events count for segments, and many rows can delay campaigns.

import { LIVE_WINDOW_SECONDS } from '../../contracts/feed/policies.ts';
import { count } from '../../contracts/format.ts';
import type { Finding } from '../../contracts/report.ts';
import type { ChunkProfile } from '../profile/chunk-profile.ts';
import { countEvents, eventsYoungerThan } from '../profile/event-ages.ts';
import { finding, remark } from './finding.ts';
import type { DetectContext } from './profiled-column.ts';

/**
 * A backfill. That events older than 72 hours trigger nothing is true of campaigns with an event as their trigger, and not of
 * segments: backdated events are "for segments" too (Customer.io documentation, "Backfill historical data").
 */
export function findHistory({ ages }: ChunkProfile, { ages: stated }: DetectContext): Finding[] {
  if (stated?.mode !== 'backfill') return [];
  const of = countEvents(ages);
  const old = of - eventsYoungerThan({ ages }, LIVE_WINDOW_SECONDS / 3600);
  if (old === 0) return [];
  return [
    finding('old_events_in_segments', { mark: [old], of, what: 'event', says: 'are older than 72 hours' }),
  ];
}

/** "Millions of rows": from here on, once a day is the advice (Customer.io documentation, "Understanding Reverse ETL"). */
const MANY_ROWS = 1_000_000;

export function findManyRows({ rows }: ChunkProfile): Finding[] {
  if (rows < MANY_ROWS) return [];
  return [remark('many_rows', `The file has ${count(rows, 'row')}.`, { rows, share: 1 })];
}
