// Remembers when people last did what other events depend on, and says which events that suppresses.
import type { Suppression } from '../contracts/feed/policies.ts';
import { addMoments, isSuppressed, type Moments } from '../domain/delivery/suppression.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import { firstLine, type Operation } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { SeenItem, SeenTable } from '../ports/seen-table.ts';

/** Under which key the moments of a person and an event name are kept in the seen table. */
export type MomentsKey = (person: string, name: string) => SeenKey;

export type Guards = PartitionIndex['guards'];

/** Names of events that leave before a person's others: what suppresses, and what other feeds are told of. */
export function firstNames({ suppress, remembers }: Guards): ReadonlySet<string> {
  return new Set([...remembers, ...suppress.map(({ by }) => by)]);
}

/** The moments that must be looked up to judge these operations: one key per person and rule. */
export function momentKeys(operations: readonly Operation[], guards: Guards, keyOf: MomentsKey): SeenKey[] {
  return operations.flatMap(({ meta }) =>
    rulesFor(meta.name, guards)
      .filter((rule) => rule.of === 'person')
      .map((rule) => keyOf(meta.person, rule.by)),
  );
}

/** What a person did that a rule asks about: worked out once, for it is asked of each of their events. */
export interface Deeds {
  /** By the event's name, in Unix seconds. */
  readonly times: ReadonlyMap<string, Moments>;
  /** By the event's name: first lines of the rows that tell it. */
  readonly rows: ReadonlyMap<string, ReadonlySet<number>>;
}

/** @param person all operations of the person in this partition. */
export function deedsOf(person: readonly Operation[], { suppress }: Guards): Deeds {
  const times = new Map<string, number[]>();
  const rows = new Map<string, Set<number>>();
  for (const { by } of suppress) {
    const own = person.filter(({ meta }) => meta.name === by).map(({ meta }) => meta);
    times.set(
      by,
      own.map(({ at }) => at),
    );
    rows.set(by, new Set(own.map(firstLine)));
  }
  return { times, rows };
}

/**
 * The rule that suppresses an event, if any does.
 * @param known what was looked up of the person.
 */
export function suppressing(
  { meta }: Operation,
  { times, rows }: Deeds,
  known: ReadonlyMap<SeenKey, SeenItem>,
  guards: Guards,
  keyOf: MomentsKey,
): Suppression | undefined {
  return rulesFor(meta.name, guards).find((rule) => {
    if (rule.of === 'rows') return rows.get(rule.by)?.has(firstLine(meta));
    const remembered = readMoments(known.get(keyOf(meta.person, rule.by)));
    return isSuppressed(meta.at, rule, [...remembered, ...(times.get(rule.by) ?? [])]);
  });
}

/** Adds what was accepted to what is remembered. Done before it is recorded as seen, so that a crash repeats both. */
export async function rememberMoments(
  accepted: readonly Operation[],
  { remembers }: Guards,
  keyOf: MomentsKey,
  seen: SeenTable,
  importId: string,
): Promise<void> {
  const news = new Map<SeenKey, number[]>();
  for (const { meta } of accepted) {
    if (meta.name === undefined || !remembers.includes(meta.name)) continue;
    const key = keyOf(meta.person, meta.name);
    news.set(key, [...(news.get(key) ?? []), meta.at]);
  }
  if (news.size === 0) return;
  const known = await seen.find([...news.keys()]);
  await seen.record(
    [...news].map(([key, times]) => ({
      key,
      importId,
      content: addMoments(readMoments(known.get(key)), times).join(' '),
    })),
  );
}

function rulesFor(name: string | undefined, { suppress }: Guards): readonly Suppression[] {
  return suppress.length === 0 ? suppress : suppress.filter(({ event }) => event === name);
}

/** When the person did it, as far as it is remembered. */
export function readMoments(item: SeenItem | undefined): Moments {
  return item ? item.content.split(' ').map(Number) : [];
}
