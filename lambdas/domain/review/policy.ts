// Decides, before anything is sent, whether an import goes on.
import type { Feed } from '../../contracts/feed.ts';
import { rejectedRows, type Statistics } from './statistics.ts';

export type Decision =
  | { readonly decision: 'forward' }
  | { readonly decision: 'stop' }
  | { readonly decision: 'hold'; readonly reason: { readonly code: string; readonly message: string } };

/** `stop` where nothing is left to send; `hold` where the feed's limits want a person's word first. */
export function decide(statistics: Statistics, feed: Pick<Feed, 'maxRejectShare'>): Decision {
  const rejected = rejectedRows(statistics);
  if (statistics.operations === 0) return { decision: 'stop' };
  const share = rejected / statistics.rows;
  if (share <= feed.maxRejectShare) return { decision: 'forward' };
  return {
    decision: 'hold',
    reason: {
      code: 'too_many_rejects',
      message:
        `${rejected} of ${statistics.rows} rows were rejected, more than the feed's maxRejectShare of ${feed.maxRejectShare}. ` +
        'Nothing was sent. Mend the file, or raise the limit, and drop the file again.',
    },
  };
}
