// Rejects a row that continues a group but is the first row of one: its head is missing.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { Reject } from '../reject.ts';

/** @returns undefined if no column of the feed says which row is the first of a group. */
export function compileOrphan(
  feed: Feed,
  header: readonly string[],
): ((cells: readonly string[]) => Reject | undefined) | undefined {
  const column = feed.kind === 'events' ? feed.groupBy?.headColumn : undefined;
  if (column === undefined) return undefined;
  const index = header.indexOf(column);
  return (cells) =>
    (cells[index] ?? '').trim() === '' ? { code: 'orphan_continuation', column } : undefined;
}
