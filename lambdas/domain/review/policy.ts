// Decides, before anything is sent, whether an import goes on.
import type { Feed } from '../../contracts/feed.ts';
import { rejectedRows, type Statistics } from './statistics.ts';

export type Hold = {
  readonly decision: 'hold';
  readonly reason: { readonly code: string; readonly message: string };
};
export type Decision = { readonly decision: 'forward' } | { readonly decision: 'stop' } | Hold;

/**
 * `hold` where the feed's limits want a person's word first, also where nothing but rejects is left: it must not pass
 * for completed; not again where somebody has `approved`. `stop` where nothing is left to send.
 */
export function decide(
  statistics: Statistics,
  feed: Pick<Feed, 'maxRejectShare'>,
  approved = false,
): Decision {
  const rejected = rejectedRows(statistics);
  const share = statistics.rows === 0 ? 0 : rejected / statistics.rows;
  if (approved || share <= feed.maxRejectShare)
    return { decision: statistics.operations === 0 ? 'stop' : 'forward' };
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
