// Keeps an event from a person who did something else afterwards: a cart from a buyer.
import type { Suppression } from '../../contracts/feed/policies.ts';

/** When a person last did something, in Unix seconds, newest last. */
export type Moments = readonly number[];

/** Bounded: what a cart is asked about is among the newest. */
const KEPT_MOMENTS = 10;

/** Adds moments to those known; the newest are kept, each once. */
export function addMoments(known: Moments, news: Moments): Moments {
  return [...new Set([...known, ...news])].sort((a, b) => a - b).slice(-KEPT_MOMENTS);
}

/**
 * Whether an event at `at` is followed, within the rule's time, by what suppresses it. The same second counts as
 * after: exports know no finer time.
 */
export function isSuppressed(at: number, { within }: Pick<Suppression, 'within'>, moments: Moments): boolean {
  return moments.some((moment) => moment >= at && moment <= at + within);
}
