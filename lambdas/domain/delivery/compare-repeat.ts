// Distinguishes a repeat of an event from another event that has its key.
import type { EventsFeed } from '../../contracts/feed/feed.ts';
import type { DifferenceOfEvents } from '../../contracts/report.ts';

/** What is compared of two events with one key. */
export interface ComparedEvent {
  /** Keyed hash of the person. Undefined in seen items that were written before 2026-12. */
  readonly person?: string | undefined;
  /** Unix seconds. Undefined if the event has no time of its own, but that of its file. */
  readonly at?: number | undefined;
  /** Short hash of the compared properties. */
  readonly content: string;
  /** Names the mapping that made the content. Contents of different mappings are not compared. */
  readonly mapping?: string | undefined;
}

/**
 * A key that another person's event has this much earlier or later is used again, as by a source that counts from 1
 * every day. Below it, the source corrected the person or the zone of the same event.
 */
const REUSED_SECONDS = 20 * 3600;

/** What another time means for the same key and person: a correction, or with `reject` another event. */
export type KeyReuse = EventsFeed['keyReuse'];

/** @returns undefined for a repeat. Events without a time or a known person are compared by their key only. */
export function differenceOf(
  now: ComparedEvent,
  before: ComparedEvent,
  keyReuse?: KeyReuse,
): DifferenceOfEvents | undefined {
  if (now.at === undefined || before.at === undefined || before.person === undefined) return undefined;
  const isOther = now.person !== before.person;
  if ((isOther || keyReuse === 'reject') && Math.abs(now.at - before.at) >= REUSED_SECONDS) return 'reused';
  if (isOther) return 'person';
  if (now.at !== before.at) return 'time';
  const isComparable = now.mapping !== undefined && now.mapping === before.mapping;
  return isComparable && now.content !== before.content ? 'content' : undefined;
}
