// Whose turn it is to forward. One feed forwards one import at a time: that is what lets the seen table be
// written after delivery without races.

import type { FeedKind } from '../../contracts/feed.ts';

/** An import that has not ended. */
export interface ActiveImport {
  readonly importId: string;
  readonly feed: string;
  readonly kind: FeedKind;
  /** Milliseconds since 1970: when its file arrived. */
  readonly arrivedAt: number;
  readonly forwarding: boolean;
}

export type Obstacle = 'own-feed' | 'people-first' | 'no-place';

/**
 * What keeps an import from forwarding now, with the imports in its way: an import of its own feed that forwards
 * or came earlier; for events and relationships, an earlier import of people or objects; too many imports forwarding.
 */
export function blockedBy(
  self: Arrival & Pick<ActiveImport, 'feed'>,
  active: readonly ActiveImport[],
  importsAtOnce: number,
): { readonly obstacle: Obstacle; readonly importIds: readonly string[] } | undefined {
  const others = active.filter(({ importId }) => importId !== self.importId);
  const ids = (imports: readonly ActiveImport[]) => imports.map(({ importId }) => importId);

  const ownFeed = others.filter(
    (other) => other.feed === self.feed && (other.forwarding || isEarlier(other, self)),
  );
  if (ownFeed.length > 0) return { obstacle: 'own-feed', importIds: ids(ownFeed) };
  const people = others.filter((other) => comesFirst(other.kind) && isEarlier(other, self));
  if (!comesFirst(self.kind) && people.length > 0)
    return { obstacle: 'people-first', importIds: ids(people) };
  const forwarding = others.filter((other) => other.forwarding);
  return forwarding.length >= importsAtOnce
    ? { obstacle: 'no-place', importIds: ids(forwarding) }
    : undefined;
}

/** What events and relationships are about. */
function comesFirst(kind: FeedKind): boolean {
  return kind === 'people' || kind === 'objects';
}

type Arrival = Pick<ActiveImport, 'importId' | 'kind' | 'arrivedAt'>;

/**
 * A total order, so that of two imports exactly one waits for the other. S3 tells time in whole seconds: within one,
 * people come first.
 */
function isEarlier(a: Arrival, b: Arrival): boolean {
  if (a.arrivedAt !== b.arrivedAt) return a.arrivedAt < b.arrivedAt;
  if (comesFirst(a.kind) !== comesFirst(b.kind)) return comesFirst(a.kind);
  return a.importId < b.importId;
}

const FIRST_WAIT_SECONDS = 5;
/** Grows this far, so that a day of waiting stays far below Step Functions' 25,000 events of history. */
const LONGEST_WAIT_SECONDS = 60;

export function nextWaitSeconds(waitedSeconds: number): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(FIRST_WAIT_SECONDS, Math.ceil(waitedSeconds * 1.5)));
}
