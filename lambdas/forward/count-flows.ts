// Counts the people of a partition that enter journeys, by the events in the file and by those that are remembered.
import type { FlowCounts } from '../contracts/feed/flows.ts';
import { readTimes } from '../domain/delivery/suppression.ts';
import { addFlows } from '../domain/delivery/weighing.ts';
import { countFlows } from '../domain/findings/flows.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { BatchSource } from './next-batch.ts';
import type { ArrangedPartition } from './read-partition.ts';

/** People in one look-up. */
const LOOK_UP = 1_000;

/** Counts all events of a person, also those that were delivered before. */
export async function countPartitionFlows(
  { persons, index: { flows, nowSeconds } }: Pick<ArrangedPartition, 'persons' | 'index'>,
  { seen, rememberedKey }: Pick<BatchSource, 'seen' | 'rememberedKey'>,
): Promise<FlowCounts> {
  const ends = [...new Set(Object.values(flows).flatMap(({ without }) => without ?? []))];
  let counts: FlowCounts = {};
  if (Object.keys(flows).length === 0) return counts;
  for (let at = 0; at < persons.length; at += LOOK_UP) {
    const some = persons.slice(at, at + LOOK_UP).map((operations) => {
      const person = operations[0]?.meta.person ?? '';
      return { operations, remembered: ends.map((name) => ({ name, key: rememberedKey(person, name) })) };
    });
    const known = await seen.find(some.flatMap(({ remembered }) => remembered.map(({ key }) => key)));
    for (const { operations, remembered } of some) {
      const times = timesByName(operations);
      for (const { name, key } of remembered)
        times.set(name, [...(times.get(name) ?? []), ...readTimes(known.get(key)?.content)]);
      counts = addFlows(counts, countFlows(times, flows, nowSeconds));
    }
  }
  return counts;
}

function timesByName(person: readonly Operation[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { meta } of person) {
    if (meta.name === undefined) continue;
    const own = times.get(meta.name);
    if (own) own.push(meta.at);
    else times.set(meta.name, [meta.at]);
  }
  return times;
}
