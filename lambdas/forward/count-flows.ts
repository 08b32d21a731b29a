// Counts a partition's people on their way into journeys: by what the file tells of them, and what is remembered.
import type { FlowCounts, Flows } from '../contracts/feed/flows.ts';
import { addFlows } from '../domain/delivery/weighing.ts';
import { countFlows } from '../domain/findings/flows.ts';
import type { SeenKey } from '../domain/operations/keys.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { type MomentsKey, readMoments } from './moments.ts';

/** People looked up at once. */
const LOOK_UP = 1_000;

/** @param persons each with all their operations, those that were delivered before included. */
export async function countPartitionFlows(
  persons: readonly (readonly Operation[])[],
  flows: Flows,
  nowSeconds: number,
  { seen, momentsKey }: { readonly seen: SeenTable; readonly momentsKey: MomentsKey },
): Promise<FlowCounts> {
  const ends = [...new Set(Object.values(flows).flatMap(({ without }) => without ?? []))];
  let counts: FlowCounts = {};
  if (Object.keys(flows).length === 0) return counts;
  for (let at = 0; at < persons.length; at += LOOK_UP) {
    const some = persons.slice(at, at + LOOK_UP);
    const keys = some.flatMap(([first]) => ends.map((name) => momentsKey(first?.meta.person ?? '', name)));
    const known = await seen.find(keys);
    for (const person of some) {
      const deeds = timesByName(person);
      for (const name of ends) {
        const key: SeenKey = momentsKey(person[0]?.meta.person ?? '', name);
        deeds.set(name, [...(deeds.get(name) ?? []), ...readMoments(known.get(key))]);
      }
      counts = addFlows(counts, countFlows(deeds, flows, nowSeconds));
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
