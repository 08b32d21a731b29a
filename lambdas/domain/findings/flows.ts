// Counts the people who are about to enter a journey, and finds counts that are unusual: no carts, or far too many.
import { type Flow, type FlowCounts, type Flows, readAge } from '../../contracts/feed/flows.ts';
import { count, number } from '../../contracts/format.ts';
import type { FlowVerdict } from '../../contracts/report.ts';
import type { PastImport } from '../imports/past-import.ts';
import { remark } from './finding.ts';
import { learnedRange } from './learned-range.ts';
import type { Breach } from './limits.ts';

/** When one person did each event, in Unix seconds, by the event's name. */
export type TimesByEvent = ReadonlyMap<string, readonly number[]>;

/**
 * The flows and ages that one person counts for, each as 1.
 * @param nowSeconds when the file arrived, in Unix seconds.
 */
export function countFlows(times: TimesByEvent, flows: Flows, nowSeconds: number): FlowCounts {
  return Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => [name, countAges(times, flow, nowSeconds)]),
  );
}

function countAges(
  times: TimesByEvent,
  { event, without, ages }: Flow,
  nowSeconds: number,
): Record<string, number> {
  const starts = times.get(event) ?? [];
  const ends = without === undefined ? [] : (times.get(without) ?? []);
  // An end in the same second counts, as in `suppress`. If the event ends its own flow, only a later one does.
  const hasEnded = (at: number) => ends.some((end) => (without === event ? end > at : end >= at));
  return Object.fromEntries(
    ages.map((age) => {
      const { from, to } = readAge(age);
      const counts = starts.some((at) => {
        const old = nowSeconds - at;
        return old >= from && old < to && !hasEnded(at);
      });
      return [age, counts ? 1 : 0];
    }),
  );
}

/** @param history earlier imports of the feed. */
export function judgeFlows(counts: FlowCounts, flows: Flows, history: readonly PastImport[]): FlowVerdict[] {
  const completed = history.filter(({ state }) => state === 'completed');
  return Object.entries(flows).flatMap(([flow, { ages, expect }]) =>
    ages.map((age) => {
      const people = counts[flow]?.[age] ?? 0;
      const [min, max] = expect[age] ?? [];
      const stated = min === undefined || max === undefined ? undefined : { min, max };
      const usual = stated ?? learnedRange(formerCounts(completed, flow, age), SPREAD);
      if (!usual) return { flow, age, people, verdict: 'unknown' };
      const isUsual = people >= usual.min && people <= usual.max;
      return { flow, age, people, usual, verdict: isUsual ? 'usual' : 'unusual' };
    }),
  );
}

/** Standard deviations around the mean. The counts vary a lot, and frequent warnings are ignored. */
const SPREAD = 3;

function formerCounts(completed: readonly PastImport[], flow: string, age: string): number[] {
  return completed.flatMap(({ flows }) => flows[flow]?.[age] ?? []);
}

/** One breach for each flow with an unusual count. */
export function flowBreaches(verdicts: readonly FlowVerdict[], flows: Flows): Breach[] {
  return Object.entries(flows).flatMap(([flow, { otherwise }]) => {
    const unusual = verdicts.filter((one) => one.flow === flow && one.verdict === 'unusual');
    const [first] = unusual;
    if (!first) return [];
    const message = `The flow "${flow}" has an unusual number of people: ${unusual.map(describe).join('; ')}.`;
    return [{ finding: remark('unusual_flow', message, { rows: first.people }), otherwise }];
  });
}

function describe({ age, people, usual }: FlowVerdict): string {
  const range = usual ? ` (usual: ${number(usual.min)} to ${number(usual.max)})` : '';
  return `${count(people, 'person', 'people')} at age ${age}${range}`;
}
