// Keeps an older file from overwriting what a newer one has told of the same person, object or relationship.
import { ofSameFeed } from '../imports/import-record.ts';

/** What was known when. */
export interface Told {
  readonly importId: string;
  /** Source time in Unix seconds. */
  readonly at?: number | undefined;
}

/**
 * Whether a state is older than the one that was delivered last. Only within a feed: two feeds tell of different
 * attributes, and Customer.io itself keeps the newer value of each, by the identify's timestamp.
 */
export function isStale(news: Told, delivered: Told): boolean {
  return isOlder(news, delivered) && ofSameFeed(news.importId, delivered.importId);
}

/** Whether what was delivered is now known to have been true later still. */
export function isStillTrue(news: Told, delivered: Told): boolean {
  return (
    isOlder({ ...delivered, at: delivered.at ?? 0 }, news) && ofSameFeed(news.importId, delivered.importId)
  );
}

function isOlder({ at: one }: Told, { at: other }: Told): boolean {
  return one !== undefined && other !== undefined && one < other;
}
