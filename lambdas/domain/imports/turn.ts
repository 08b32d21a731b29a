// Whose turn it is to forward. One feed forwards one import at a time: that is what lets the seen table be
// written after delivery without races.

import type { FeedKind } from '../../contracts/feed/feed.ts';
import { comesFirst } from '../../contracts/feed/waits.ts';
import type { TerminalState } from '../../contracts/report.ts';
import type { PastImport } from './past-import.ts';

/** An import that has not ended. */
export interface ActiveImport {
  readonly importId: string;
  readonly feed: string;
  readonly kind: FeedKind;
  /** Milliseconds since 1970: when its file arrived. */
  readonly arrivedAt: number;
  readonly forwarding: boolean;
  /** Feeds whose file of the day it comes after. */
  readonly after: readonly string[];
  /** Milliseconds since 1970: until when it waits for them, and for people. */
  readonly waitsUntil: number;
  /** The event whose sums it keeps on people; two that keep the same do not forward at once. */
  readonly rollUp?: string | undefined;
}

/** What an import finds when it asks for its turn. */
export interface Surroundings {
  readonly active: readonly ActiveImport[];
  /** By feed: of the imports that have ended, the one whose file arrived last. */
  readonly ended: ReadonlyMap<string, EndedImport>;
  readonly importsAtOnce: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type EndedImport = Pick<PastImport, 'importId' | 'arrivedAt' | 'state'>;

export type Obstacle = 'own-feed' | 'people-first' | 'companion' | 'no-place';

export interface Blocked {
  readonly obstacle: Obstacle;
  /** Imports in the way; none where the file of a companion has not arrived. */
  readonly importIds: readonly string[];
}

/**
 * What keeps an import from forwarding now: an import of its own feed that forwards or came earlier, or one
 * of another feed that forwards and keeps the same roll-up; for events and
 * relationships, an earlier import of people or objects; a feed that it comes after, and whose file of the day has not
 * ended; too many imports forwarding. For people and companions it waits until its time is up.
 */
export function blockedBy(self: ActiveImport, around: Surroundings): Blocked | undefined {
  const others = around.active.filter(({ importId }) => importId !== self.importId);
  const ownFeed = others.filter(
    (other) =>
      (other.feed === self.feed && (other.forwarding || isEarlier(other, self))) ||
      (other.forwarding && self.rollUp !== undefined && other.rollUp === self.rollUp),
  );
  if (ownFeed.length > 0) return { obstacle: 'own-feed', importIds: ids(ownFeed) };
  const [missed] = around.now < self.waitsUntil ? missing(self, around) : [];
  if (missed) return { obstacle: missed.obstacle, importIds: missed.importIds };
  const forwarding = others.filter((other) => other.forwarding);
  return forwarding.length >= around.importsAtOnce
    ? { obstacle: 'no-place', importIds: ids(forwarding) }
    : undefined;
}

/** Whom an import did not wait for: its time was up, or what it came after did not end well. */
export interface GoneAhead {
  readonly feed: string;
  readonly importIds: readonly string[];
  readonly because: 'time-up' | Exclude<TerminalState, 'completed'>;
}

/** Of an import that is not blocked. */
export function goneAheadOf(self: ActiveImport, around: Surroundings): GoneAhead[] {
  const late = missing(self, around).map(({ feed, importIds }) => ({
    feed,
    importIds,
    because: 'time-up' as const,
  }));
  const failed = self.after.flatMap((feed) => {
    const last = around.ended.get(feed);
    if (!last || last.state === 'completed' || late.some((one) => one.feed === feed)) return [];
    return [{ feed, importIds: [last.importId], because: last.state }];
  });
  return [...late, ...failed];
}

interface Missing extends Blocked {
  readonly obstacle: 'people-first' | 'companion';
  readonly feed: string;
}

/** The imports and feeds that have to be through before this one, as long as it has time. */
function missing(self: ActiveImport, { active, ended }: Surroundings): Missing[] {
  const earlier = active.filter((other) => other.importId !== self.importId && isEarlier(other, self));
  const people = comesFirst(self.kind) ? [] : earlier.filter(({ kind }) => comesFirst(kind));
  const companions = self.after.flatMap((feed) => {
    const unended = earlier.filter((other) => other.feed === feed);
    const last = ended.get(feed);
    const hasEnded = last !== undefined && isOfTheDay(last.arrivedAt, self.arrivedAt);
    const due = hasEnded ? unended : active.filter((other) => other.feed === feed);
    return hasEnded && unended.length === 0 ? [] : [{ feed, importIds: ids(due) }];
  });
  return [
    ...people.map(({ feed, importId }) => ({
      obstacle: 'people-first' as const,
      feed,
      importIds: [importId],
    })),
    ...companions.map((companion) => ({ obstacle: 'companion' as const, ...companion })),
  ];
}

/** Nightly files come at about the same hour: yesterday's is older than this, today's is not. */
const SAME_DAY_MILLISECONDS = 20 * 3600 * 1000;

/** Whether a file that arrived then is the one of the day on which it is `now`; both in milliseconds since 1970. */
export function isOfTheDay(arrivedAt: number, now: number): boolean {
  return arrivedAt > now - SAME_DAY_MILLISECONDS;
}

const ids = (imports: readonly ActiveImport[]) => imports.map(({ importId }) => importId);

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
