// Remembers when people last did what other events depend on, and says which events that suppresses.
import type { Suppression } from '../contracts/guards.ts';
import type { Operation } from '../domain/delivery/operation.ts';
import type { PartitionIndex } from '../domain/delivery/partition-index.ts';
import { addMoments, isSuppressed, type Moments } from '../domain/guards/suppression.ts';
import type { SeenKey } from '../domain/identity/event-key.ts';
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

/** @param person all operations of the person in this partition; `known` what was looked up. */
export function suppresses(
  { meta }: Operation,
  person: readonly Operation[],
  known: ReadonlyMap<SeenKey, SeenItem>,
  guards: Guards,
  keyOf: MomentsKey,
): boolean {
  return rulesFor(meta.name, guards).some((rule) => {
    const own = person.filter(
      (other) => other.meta.name === rule.by && (rule.of === 'person' || other.meta.row === meta.row),
    );
    if (rule.of === 'rows') return own.length > 0;
    const remembered = readMoments(known.get(keyOf(meta.person, rule.by)));
    return isSuppressed(meta.at, rule, [...remembered, ...own.map((other) => other.meta.at)]);
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

function readMoments(item: SeenItem | undefined): Moments {
  return item ? item.content.split(' ').map(Number) : [];
}
