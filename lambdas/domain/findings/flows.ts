// Counts who is on the way into a journey, and says where that is unusual: nobody left a cart, or everybody did.

import { type Flow, type FlowCounts, type Flows, readAge } from '../../contracts/feed/flows.ts';
import { number } from '../../contracts/format.ts';
import type { FlowVerdict } from '../../contracts/report.ts';
import type { Moments } from '../delivery/suppression.ts';
import type { PastImport } from '../imports/past-import.ts';
import { remark } from './finding.ts';
import { learntRange } from './learnt-range.ts';
import type { Breach } from './limits.ts';

/** What one person did: times in Unix seconds, by the event's name. */
export type Deeds = ReadonlyMap<string, Moments>;

/**
 * Flows and ages that a person counts for, as 1 each.
 * @param nowSeconds when the file arrived.
 */
export function countFlows(deeds: Deeds, flows: Flows, nowSeconds: number): FlowCounts {
  return Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => [name, countAges(deeds, flow, nowSeconds)]),
  );
}

function countAges(deeds: Deeds, { event, without, ages }: Flow, nowSeconds: number): Record<string, number> {
  const times = deeds.get(event) ?? [];
  const ends = without === undefined ? [] : (deeds.get(without) ?? []);
  // The same second counts as since, as it does where carts are suppressed; of the event itself it is the event.
  const since = (at: number) => ends.some((end) => (without === event ? end > at : end >= at));
  return Object.fromEntries(
    ages.map((age) => {
      const { from, to } = readAge(age);
      const counts = times.some((at) => {
        const old = nowSeconds - at;
        return old >= from && old < to && !since(at);
      });
      return [age, counts ? 1 : 0];
    }),
  );
}

/** @param history former imports of the feed. */
export function judgeFlows(counts: FlowCounts, flows: Flows, history: readonly PastImport[]): FlowVerdict[] {
  const completed = history.filter(({ state }) => state === 'completed');
  return Object.entries(flows).flatMap(([flow, { ages, expect }]) =>
    ages.map((age) => {
      const people = counts[flow]?.[age] ?? 0;
      const [min, max] = expect[age] ?? [];
      const stated = min === undefined || max === undefined ? undefined : { min, max };
      const usual = stated ?? learntRange(formerCounts(completed, flow, age), SPREAD);
      if (!usual) return { flow, age, people, verdict: 'unknown' };
      const isUsual = people >= usual.min && people <= usual.max;
      return { flow, age, people, usual, verdict: isUsual ? 'usual' : 'unusual' };
    }),
  );
}

/** Standard deviations around the mean: journeys wax and wane, and a warning a week is read by nobody. */
const SPREAD = 3;

function formerCounts(completed: readonly PastImport[], flow: string, age: string): number[] {
  return completed.flatMap(({ flows }) => flows[flow]?.[age] ?? []);
}

/** One for each flow with an unusual count. */
export function flowBreaches(verdicts: readonly FlowVerdict[], flows: Flows): Breach[] {
  return Object.entries(flows).flatMap(([flow, { otherwise }]) => {
    const unusual = verdicts.filter((one) => one.flow === flow && one.verdict === 'unusual');
    const [first] = unusual;
    if (!first) return [];
    const told = unusual.map(describe).join('; ');
    return [{ finding: remark('unusual_flow', `Flow "${flow}": ${told}.`, first.people), otherwise }];
  });
}

function describe({ age, people, usual }: FlowVerdict): string {
  const range = usual ? `, where ${number(usual.min)} to ${number(usual.max)} are usual` : '';
  return `${number(people)} ${people === 1 ? 'person' : 'people'} at ${age}${range}`;
}
