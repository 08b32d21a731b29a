// Counts problems behind an answer of 200, which in Customer.io would be visible only in its own logs.

import type { Json } from './track-item.ts';

/** Damage that no answer reported. Every number is zero for a correct pipeline. */
export interface Damage {
  /** Times that are not Unix seconds, and were replaced by the time of receipt. */
  silentTimestamps: number;
  /** Identifiers that belong to another person or were already set, and attributes over the limit of 300. */
  attributeUpdateFailures: number;
  /** People whose id (or other identifier) was overwritten, because a new id came with a known email. */
  replacedIdentifiers: number;
  /** Items for suppressed people. */
  droppedBySuppression: number;
  /** Items for an unknown `cio_id` or object, and merges into an unknown person. */
  droppedForUnknown: number;
  /** Identifies that were lost as a whole: older than the profile, or with a value that is too long. Only in some modes. */
  lostUpdates: number;
  /** Items answered with 200 and dropped: over the rate, or by a fault. */
  acceptedButDropped: number;
}

/** What was applied, and what was correctly ignored. */
export interface Counts {
  /** Accepted items by `<type> <action>`. */
  readonly operations: { [operation: string]: number };
  recordedEvents: number;
  /** Events with an id that was received before. */
  ignoredDuplicateEvents: number;
  /** Attribute values older than the value the person has. */
  ignoredStaleAttributes: number;
  /** `_update: true` without a matching person. */
  ignoredUpdatesWithoutMatch: number;
  /** People who were created by an event, before any identify. */
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
      lostUpdates: 0,
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
 * The time of an item, in milliseconds. A value that is not Unix seconds "is replaced with time.now()"
 * (segmentio/action-destinations#2054). The range is that of Customer.io's own Ruby client.
 */
export function timeOf(timestamp: Json | undefined, receivedAt: number, damage: Damage): number {
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
