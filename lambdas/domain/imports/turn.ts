// Which import may forward. A feed forwards one import at a time: this lets the seen table be written after delivery
// without races.
import * as z from 'zod';
import { FEED_KINDS } from '../../contracts/feed/feed.ts';
import { comesFirst } from '../../contracts/feed/waits.ts';
import { TURN_SECONDS } from '../../contracts/workflow.ts';
import type { PastImport } from './past-import.ts';

/** An import that has not ended. */
export const ActiveImportSchema = z.object({
  importId: z.string(),
  feed: z.string(),
  kind: z.enum(FEED_KINDS),
  /** Milliseconds since 1970: when its file arrived. */
  arrivedAt: z.number(),
  forwarding: z.boolean(),
  /** Feeds whose file of the day it comes after. */
  after: z.array(z.string()).readonly().default([]),
  /** Milliseconds since 1970: until when it waits for them, and for people. */
  waitsUntil: z.number().default(0),
  /** The event whose sums it keeps on people. Two imports with the same event do not forward at the same time. */
  rollUp: z.string().optional(),
  /** The remembered events that it can send. Two imports that share one do not forward at the same time. */
  remembers: z.array(z.string()).readonly().optional(),
  /** Milliseconds since 1970: until when a task of it waits for its turn. 0 if none does, or if it asks without a token. */
  asksUntil: z.number().default(0),
  /** Milliseconds since 1970: when that task was woken. */
  wokenAt: z.number().optional(),
});
export type ActiveImport = Readonly<z.infer<typeof ActiveImportSchema>>;

/** The item that says which imports forward now. */
export const TurnsSchema = z.object({
  /** Grows with every change, which guards each of them. 0 before the first turn. */
  version: z.number().default(0),
  /** Their ids, stored as a set. DynamoDB has no empty set, so it is absent if none forwards. */
  forwarding: z.preprocess((ids) => [...((ids ?? []) as Iterable<unknown>)], z.array(z.string())),
});

/** The other imports and the limits at the time when an import asks for its turn. */
export interface Surroundings {
  readonly active: readonly ActiveImport[];
  /** By feed: the ended import whose file arrived last. */
  readonly ended: ReadonlyMap<string, EndedImport>;
  readonly importsAtOnce: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type EndedImport = Pick<PastImport, 'importId' | 'arrivedAt' | 'state'>;

export type Obstacle = 'own-feed' | 'people-first' | 'companion' | 'no-place';

export interface Blocked {
  readonly obstacle: Obstacle;
  /** The imports that it waits for; none if the file of a companion has not arrived. */
  readonly importIds: readonly string[];
}

/**
 * Why an import may not forward now:
 * - `own-feed`: an import of its own feed forwards or arrived earlier, or one forwards that writes the same items of the
 *   seen table: those of people, of a roll-up, or of remembered events.
 * - `people-first`: for events and relationships, an import of people or objects arrived earlier.
 * - `companion`: the file of the day of a feed that it comes after has not ended.
 * - `no-place`: too many imports forward.
 *
 * It waits for people and companions only until `waitsUntil`.
 */
export function blockedBy(self: ActiveImport, around: Surroundings): Blocked | undefined {
  const others = around.active.filter(({ importId }) => importId !== self.importId);
  const ownFeed = others.filter(
    (other) =>
      (other.feed === self.feed && (other.forwarding || isEarlier(other, self))) ||
      (other.forwarding && writesSameItems(self, other)),
  );
  if (ownFeed.length > 0) return { obstacle: 'own-feed', importIds: ids(ownFeed) };
  const [missed] = around.now < self.waitsUntil ? missing(self, around) : [];
  if (missed) return { obstacle: missed.obstacle, importIds: missed.importIds };
  const forwarding = others.filter((other) => other.forwarding);
  return forwarding.length >= around.importsAtOnce
    ? { obstacle: 'no-place', importIds: ids(forwarding) }
    : undefined;
}

/** How long a place is kept for an import that was woken: much longer than it takes until it asks again. */
const WOKEN_MILLISECONDS = 60_000;

/**
 * The waiting imports that may forward now, oldest first. Each has a place that a later one cannot take. Only one that
 * was woken and did not ask again has none: its execution was probably aborted.
 */
export function nextInTurn(around: Surroundings): readonly ActiveImport[] {
  const going: ActiveImport[] = [];
  let { active } = around;
  let places = around.importsAtOnce - active.filter(({ forwarding }) => forwarding).length;
  for (const waiting of oldestWaiting(around)) {
    if (places <= 0) break;
    if (blockedBy(waiting, { ...around, active })) continue;
    going.push(waiting);
    if (isOverdue(waiting, around.now)) continue;
    places--;
    active = active.map((other) => (other === waiting ? { ...other, forwarding: true } : other));
  }
  return going;
}

/** Of each feed the oldest import that has not ended, if it waits. Oldest first. */
export function oldestWaiting({
  active,
  now,
}: Pick<Surroundings, 'active' | 'now'>): readonly ActiveImport[] {
  const oldest = new Map<string, ActiveImport>();
  for (const one of active) {
    const other = oldest.get(one.feed);
    if (!other || isEarlier(one, other)) oldest.set(one.feed, one);
  }
  return [...oldest.values()]
    .filter(({ forwarding, asksUntil }) => !forwarding && asksUntil > now)
    .sort((a, b) => (isEarlier(a, b) ? -1 : 1));
}

/** Whether it was woken, and has not asked again. */
export function isOverdue({ wokenAt }: Pick<ActiveImport, 'wokenAt'>, now: number): boolean {
  return wokenAt !== undefined && now >= wokenAt + WOKEN_MILLISECONDS;
}

/** Whether it waits for this older import of its own feed, whatever the other imports do. */
export function isBehind(self: ActiveImport, other: ActiveImport): boolean {
  return !self.forwarding && other.feed === self.feed && isEarlier(other, self);
}

type Written = Pick<ActiveImport, 'kind' | 'rollUp' | 'remembers'>;

/** Both would read an item of a person before either writes it. */
function writesSameItems(a: Written, b: Written): boolean {
  return (
    (a.kind === 'people' && b.kind === 'people') ||
    (a.rollUp !== undefined && a.rollUp === b.rollUp) ||
    (a.remembers ?? []).some((name) => b.remembers?.includes(name))
  );
}

/** A feed that an import did not wait for: the waiting time was over, or the file of that feed did not complete. */
export const SkippedWaitSchema = z.object({
  feed: z.string(),
  importIds: z.array(z.string()).readonly(),
  because: z.enum(['time-up', 'held', 'paused', 'failed']),
});
export type SkippedWait = Readonly<z.infer<typeof SkippedWaitSchema>>;

/** The waits that an import skips if it forwards now. The import must not be blocked. */
export function skippedWaits(self: ActiveImport, around: Surroundings): SkippedWait[] {
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

/** The imports and feeds that must end before this one, as long as it waits. */
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

/** Nightly files arrive at about the same hour: yesterday's file is older than this, today's is not. */
const SAME_DAY_MILLISECONDS = 20 * 3600 * 1000;

/** Whether a file that arrived at `arrivedAt` is the file of the day at `now`. Both are milliseconds since 1970. */
export function isOfTheDay(arrivedAt: number, now: number): boolean {
  return arrivedAt > now - SAME_DAY_MILLISECONDS;
}

const ids = (imports: readonly ActiveImport[]) => imports.map(({ importId }) => importId);

type Arrival = Pick<ActiveImport, 'importId' | 'kind' | 'arrivedAt'>;

/**
 * A total order, so that of two imports exactly one waits for the other. The times of S3 are whole seconds: within one
 * second, people come first.
 */
function isEarlier(a: Arrival, b: Arrival): boolean {
  if (a.arrivedAt !== b.arrivedAt) return a.arrivedAt < b.arrivedAt;
  if (comesFirst(a.kind) !== comesFirst(b.kind)) return comesFirst(a.kind);
  return a.importId < b.importId;
}

/** The longest time after which an import asks although it was not woken. */
const LONGEST_TURN_SECONDS = 3600;
/** Less is not worth another call. */
const WORTH_SECONDS = 15;

/** How long a task that was not woken waits before it asks again: each time longer. */
export function longerTurnSeconds(waitedSeconds: number): number {
  return Math.min(LONGEST_TURN_SECONDS, Math.max(TURN_SECONDS, waitedSeconds * 4));
}

/** `seconds`, or what is left of the time for which the import waits for others, if that ends before. */
export function turnSeconds(
  { obstacle }: Pick<Blocked, 'obstacle'>,
  seconds: number,
  { waitsUntil }: Pick<ActiveImport, 'waitsUntil'>,
  now: number,
): number {
  const waitsForOthers = obstacle === 'people-first' || obstacle === 'companion';
  const left = Math.max(1, Math.ceil((waitsUntil - now) / 1000));
  return waitsForOthers && left + WORTH_SECONDS < seconds ? left : seconds;
}

const FIRST_WAIT_SECONDS = 5;
/** Long enough that a day of waiting stays far under the 25,000 events of an execution's history (Step Functions quotas). */
const LONGEST_WAIT_SECONDS = 60;

/**
 * Executions that began before 2026-12 have no token, and ask again after this time.
 * @param waitedSeconds the wait before; 0 before the first one.
 */
export function nextWaitSeconds(waitedSeconds: number): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(FIRST_WAIT_SECONDS, Math.ceil(waitedSeconds * 1.5)));
}
