// What went wrong, or went nowhere, behind an answer of 200: Customer.io accepts it, and only its own logs would tell.

import type { Json } from './track-item.ts';

/** Harm that the sender was not told of. A correct pipeline leaves every number at zero. */
export interface Damage {
  /** Times that were not Unix seconds and became the time of receipt. */
  silentTimestamps: number;
  /** Identifiers that belong to somebody else or were already set, and attributes beyond 300. */
  attributeUpdateFailures: number;
  /** People whose id (or other identifier) was overwritten: a new id came with a known email. */
  replacedIdentifiers: number;
  /** Items for suppressed people. */
  droppedBySuppression: number;
  /** Items for a `cio_id` or an object nobody has, and merges into nobody. */
  droppedForUnknown: number;
  /** Items answered with 200 and thrown away: over the rate, or by a fault. */
  acceptedButDropped: number;
}

/** What was applied, and what was rightly left alone. */
export interface Counts {
  /** Accepted items by `<type> <action>`. */
  readonly operations: { [operation: string]: number };
  recordedEvents: number;
  /** Events whose id had been seen. */
  ignoredDuplicateEvents: number;
  /** Attribute values older than the value the person has. */
  ignoredStaleAttributes: number;
  /** `_update: true` for nobody. */
  ignoredUpdatesWithoutMatch: number;
  /** People who came to be by an event: no identify had been there before. */
  profilesCreatedByEvents: number;
}

export interface Ledger {
  readonly damage: Damage;
  readonly counts: Counts;
}

export function createLedger(): Ledger {
  return {
    damage: {
      silentTimestamps: 0,
      attributeUpdateFailures: 0,
      replacedIdentifiers: 0,
      droppedBySuppression: 0,
      droppedForUnknown: 0,
      acceptedButDropped: 0,
    },
    counts: {
      operations: {},
      recordedEvents: 0,
      ignoredDuplicateEvents: 0,
      ignoredStaleAttributes: 0,
      ignoredUpdatesWithoutMatch: 0,
      profilesCreatedByEvents: 0,
    },
  };
}

/**
 * The moment an item speaks of, in milliseconds. Whatever is not Unix seconds "is replaced with time.now()"
 * (segmentio/action-destinations#2054); the bounds are those of Customer.io's own Ruby client.
 */
export function momentOf(timestamp: Json | undefined, receivedAt: number, damage: Damage): number {
  if (timestamp === undefined) return receivedAt;
  if (
    typeof timestamp === 'number' &&
    Number.isInteger(timestamp) &&
    timestamp > 999_999_999 &&
    timestamp < 100_000_000_000
  ) {
    return timestamp * 1000;
  }
  damage.silentTimestamps += 1;
  return receivedAt;
}
