// Compares the times of two states of the same person, object or relationship, each as a whole.

/** The state of a person, object or relationship. */
export interface DatedState {
  /** The feed that delivers it. */
  readonly feed: string;
  /** Time of the data in Unix seconds. */
  readonly at?: number | undefined;
}

/**
 * Whether an object or a relationship is older than what was delivered last. Those of two feeds are not compared. Of
 * people, each attribute has a time of its own (`compare-person.ts`).
 */
export function isStale(news: DatedState, delivered: DatedState): boolean {
  return isOlder(news, delivered) && news.feed === delivered.feed;
}

/** Whether the same state, delivered before, is now known to be true at a later time. */
export function isStillTrue(news: DatedState, delivered: DatedState): boolean {
  return isOlder({ at: delivered.at ?? 0 }, news) && news.feed === delivered.feed;
}

function isOlder({ at: one }: Pick<DatedState, 'at'>, { at: other }: Pick<DatedState, 'at'>): boolean {
  return one !== undefined && other !== undefined && one < other;
}
