// Compares the times of two states of the same person, object or relationship.

/** The state of a person, object or relationship. */
export interface DatedState {
  /** The feed that delivers it. */
  readonly feed: string;
  /** Time of the data in Unix seconds. */
  readonly at?: number | undefined;
}

/**
 * Whether a state is older than the state that was delivered last. States of two feeds are not compared: they have
 * different attributes, and Customer.io itself keeps the newer value of each attribute by the identify's timestamp.
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
