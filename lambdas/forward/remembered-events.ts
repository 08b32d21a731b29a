// Remembers in the seen table when people last did what the events of other files depend on.
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import {
  type EventTimes,
  isRemembered,
  newestTimes,
  printTimes,
  readTimes,
  rulesFor,
} from '../domain/delivery/suppression.ts';
import type { ImportOrigin } from '../domain/imports/import-origin.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import type { Operation, OperationMeta } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import type { RememberedKey } from './seen-keys.ts';

type SeenItems = Awaited<ReturnType<SeenTable['find']>>;

/** The keys to look up before these operations can be judged: one for each person and rule. */
export function rememberedKeys(
  operations: readonly Operation[],
  { suppress }: Pick<PartitionIndex['guards'], 'suppress'>,
  keyOf: RememberedKey,
): SeenKey[] {
  const namesByPerson = new Map<string, Set<string>>();
  for (const { meta } of operations) {
    for (const { of, by } of rulesFor(meta.name, suppress)) {
      if (of !== 'person') continue;
      const names = namesByPerson.get(meta.person);
      if (names) names.add(by);
      else namesByPerson.set(meta.person, new Set([by]));
    }
  }
  return [...namesByPerson].flatMap(([person, names]) => [...names].map((name) => keyOf(person, name)));
}

/**
 * @param operations of one person.
 * @returns the remembered times of the events that can suppress one of them, by event name.
 */
export function rememberedTimes(
  operations: readonly Operation[],
  { suppress }: Pick<PartitionIndex['guards'], 'suppress'>,
  known: SeenItems,
  keyOf: RememberedKey,
): ReadonlyMap<string, EventTimes> {
  const times = new Map<string, EventTimes>();
  for (const { meta } of operations)
    for (const { of, by } of rulesFor(meta.name, suppress))
      if (of === 'person' && !times.has(by))
        times.set(by, readTimes(known.get(keyOf(meta.person, by))?.content));
  return times;
}

export interface Remembering {
  readonly seen: SeenTable;
  readonly rememberedKey: RememberedKey;
  readonly guards: Pick<PartitionIndex['guards'], 'remembers'>;
  readonly origin: ImportOrigin;
}

/**
 * Adds accepted events to those that are remembered. It runs before they are recorded as seen, so that a crash between
 * the two repeats both.
 */
export async function rememberEvents(
  accepted: readonly Operation[],
  remembering: Remembering,
): Promise<void> {
  await addTimes(
    accepted.filter(({ meta }) => isRemembered(meta, remembering.guards)).map(({ meta }) => meta),
    remembering,
  );
}

/**
 * Remembers events that were delivered before a rule needed their times, and marks them as remembered: after a change of
 * the rules, this happens once for each event, in the first file that has it again.
 */
export async function rememberDelivered(
  delivered: readonly { readonly meta: OperationMeta; readonly seen: SeenItem }[],
  remembering: Remembering,
): Promise<void> {
  if (delivered.length === 0) return;
  const times = delivered.map(({ meta, seen }) => ({
    ...meta,
    // Of an event without a time of its own, the time of the file that delivered it.
    at: meta.fileTime ? Math.floor(seen.arrivedAt / 1000) : meta.at,
  }));
  await addTimes(times, remembering);
  await remembering.seen.record(delivered.map(({ seen }) => ({ ...seen, remembered: true })));
}

/** Reads consistently: a time that was recorded a moment ago must not be overwritten. */
async function addTimes(
  events: readonly Pick<OperationMeta, 'person' | 'name' | 'at'>[],
  { seen, rememberedKey, origin }: Remembering,
): Promise<void> {
  const news = new Map<SeenKey, number[]>();
  for (const { person, name = '', at } of events) {
    const key = rememberedKey(person, name);
    const times = news.get(key);
    if (times) times.push(at);
    else news.set(key, [at]);
  }
  if (news.size === 0) return;
  const known = await seen.find([...news.keys()], 'consistent');
  await seen.record(
    [...news].flatMap(([key, times]) => {
      const before = known.get(key)?.content;
      const content = printTimes(newestTimes(readTimes(before), times));
      return content === before ? [] : [{ key, ...origin, content }];
    }),
  );
}
