// Finds out whether the seen table still knows what earlier imports of the feed delivered. Forward leaves a mark for each
// feed in the table, and the history says that it did.
import type { Feed } from '../../contracts/feed/feed.ts';
import type { SeenItem } from '../delivery/seen-item.ts';
import type { PastImport, SeenTableState } from '../imports/past-import.ts';
import { remark } from './finding.ts';
import type { Breach } from './limits.ts';

/** @param mark the mark of the feed, if the seen table has it. @param history earlier imports of the feed. */
export function seenTableState(
  mark: SeenItem | undefined,
  history: readonly Pick<PastImport, 'marked'>[],
): SeenTableState {
  if (mark) return 'known';
  return history.some(({ marked }) => marked) ? 'lost' : 'new';
}

/** Holds the import if the table was lost: no option of the feed allows to repeat all that was delivered. */
export function judgeSeenTable(state: SeenTableState, feed: Feed): Breach[] {
  if (state !== 'lost') return [];
  const rollUp = feed.kind === 'events' && feed.rollUp !== undefined;
  const totals = rollUp ? ', and the totals of `rollUp` would start from nothing' : '';
  const message = `The seen table does not know this feed, although earlier imports wrote to it. The table was lost or replaced, the secret SeenKey is another one, or \`workspace\` in feeds.config.ts was changed. Rows that were delivered before would be sent again as new ones${totals}.`;
  return [{ finding: remark('seen_table_lost', message), otherwise: 'hold' }];
}
