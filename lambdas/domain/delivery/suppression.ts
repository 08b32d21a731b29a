// Keeps back an event if its person did something else afterwards, such as a cart if the person bought.
import type { Suppression } from '../../contracts/feed/policies.ts';
import { firstLine, type Operation, type OperationMeta } from '../operations/operation.ts';
import type { PartitionIndex } from '../operations/partition-index.ts';

/** When a person did something, in Unix seconds. */
export type EventTimes = readonly number[];

/**
 * As many as the item can have in the 1 KB of one write (DynamoDB bills writes by the KB). Live files ask about the newest
 * times. A file of old carts asks about older ones: those of people with more orders since then are not known any more.
 */
export const KEPT_TIMES = 75;

/** The newest of all times, each once, in ascending order. */
export function newestTimes(known: EventTimes, news: EventTimes): EventTimes {
  return [...new Set([...known, ...news])].sort((a, b) => a - b).slice(-KEPT_TIMES);
}

/** Remembered times as the content of a seen item. */
export function printTimes(times: EventTimes): string {
  return times.join(' ');
}

/** @param content as `printTimes` printed it; undefined if nothing is remembered. */
export function readTimes(content: string | undefined): EventTimes {
  return content === undefined ? [] : content.split(' ').map(Number);
}

/** Names of the events that are sent before a person's others: those that suppress, and those that are remembered. */
export function namesSentFirst({ suppress, remembers }: PartitionIndex['guards']): ReadonlySet<string> {
  return new Set([...remembers, ...suppress.map(({ by }) => by)]);
}

/** Whether the time of an event is remembered for the rules of other files. */
export function isRemembered(
  { name }: Pick<OperationMeta, 'name'>,
  { remembers }: Pick<PartitionIndex['guards'], 'remembers'>,
): boolean {
  return name !== undefined && remembers.includes(name);
}

/** The events of a person that suppress others, by event name. */
export interface SuppressingEvents {
  readonly times: ReadonlyMap<string, EventTimes>;
  /** The first lines of the rows that they were made from. */
  readonly lines: ReadonlyMap<string, ReadonlySet<number>>;
}

/** @param person all operations of a person in the partition. */
export function suppressingEvents(
  person: readonly Operation[],
  suppress: readonly Suppression[],
): SuppressingEvents {
  const times = new Map<string, EventTimes>();
  const lines = new Map<string, ReadonlySet<number>>();
  for (const { by } of suppress) {
    const own = person.filter(({ meta }) => meta.name === by).map(({ meta }) => meta);
    times.set(
      by,
      own.map(({ at }) => at),
    );
    lines.set(by, new Set(own.map(firstLine)));
  }
  return { times, lines };
}

/** The rules about an event with this name. */
export function rulesFor(name: string | undefined, suppress: readonly Suppression[]): readonly Suppression[] {
  return suppress.length === 0 ? suppress : suppress.filter(({ event }) => event === name);
}

/**
 * The rule that suppresses an event, if there is one.
 * @param remembered the times of the person's events that earlier imports delivered, by event name.
 */
export function suppressionOf(
  { meta }: Operation,
  suppress: readonly Suppression[],
  { times, lines }: SuppressingEvents,
  remembered: ReadonlyMap<string, EventTimes>,
): Suppression | undefined {
  return rulesFor(meta.name, suppress).find((rule) => {
    if (rule.of === 'rows') return lines.get(rule.by)?.has(firstLine(meta));
    return isSuppressed(meta.at, rule, [...(remembered.get(rule.by) ?? []), ...(times.get(rule.by) ?? [])]);
  });
}

/**
 * Whether an event at `at` (Unix seconds) is followed, within the time of the rule, by an event that suppresses it. The
 * same second counts as after, because exports often have no finer time.
 */
export function isSuppressed(
  at: number,
  { within }: Pick<Suppression, 'within'>,
  times: EventTimes,
): boolean {
  return times.some((time) => time >= at && time <= at + within);
}
