// Compares what Customer.io and the reports have with the oracle's answer.
import { isDeepStrictEqual } from 'node:util';
import type { ExpectedEvent } from './expected.ts';
import type { Answer, ExpectedReport } from './oracle.ts';

/** An event as Customer.io has it. */
export interface HeldEvent {
  readonly person: string;
  readonly name: string;
  readonly timestamp: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** What is left after all files. */
export interface Outcome {
  readonly events: readonly HeldEvent[];
  /** Attributes by the person's id or e-mail address. */
  readonly profiles: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** In the order of the files: what happened to each. */
  readonly imports: readonly EndedImport[];
}

export interface EndedImport {
  readonly file: string;
  readonly state: string;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly unfinished: number;
  readonly conflicts: number;
  readonly deliveredFurther: number;
}

/** The wrong answers; none if all is as the oracle says. */
export function judgeOutcome(answer: Answer, outcome: Outcome): string[] {
  return [
    ...eventFaults(answer, outcome.events),
    ...totalFaults(answer, outcome.profiles),
    ...outcome.imports.flatMap((ended, n) => importFaults(ended, answer.reports[n])),
  ];
}

function eventFaults({ events, open }: Answer, held: readonly HeldEvent[]): string[] {
  const byKey = Map.groupBy(held, keyOf);
  const lost = [...events.keys()].filter((key) => !byKey.has(key) && !open.has(key));
  const faults = [...byKey].flatMap(([key, [first, ...more]]): string[] => {
    const maybe = open.get(key);
    const versions = events.get(key) ?? (maybe === undefined ? [] : [maybe]);
    if (first === undefined || versions.length === 0) return [`${key} should not be there`];
    if (more.length > 0) return [`${key} is there ${more.length + 1} times`];
    return versions.some((version) => isSame(version, first)) ? [] : differenceOf(versions, first);
  });
  return [...lost.map((key) => `${key} was lost`), ...faults];
}

/** What an event is about, from its own properties. */
function keyOf({ name, attributes }: HeldEvent): string {
  const { order_id, checkout_id, event_id, refunded_amount } = attributes;
  if (name === 'order_refunded') return `${name} ${order_id} ${Math.round(Number(refunded_amount) * 100)}`;
  if (name.startsWith('order_')) return `${name} ${order_id} `;
  return `${name} ${checkout_id ?? event_id}`;
}

function isSame({ person, timestamp, attributes }: ExpectedEvent, held: HeldEvent): boolean {
  return (
    person.toLowerCase() === held.person.toLowerCase() &&
    timestamp === held.timestamp &&
    isDeepStrictEqual(attributes, held.attributes)
  );
}

function differenceOf([version]: readonly ExpectedEvent[], held: HeldEvent): string[] {
  if (version === undefined) return [];
  const { key, person, timestamp } = version;
  if (person.toLowerCase() !== held.person.toLowerCase())
    return [`${key} is about ${held.person}, and should be about ${person}`];
  if (timestamp !== held.timestamp)
    return [`${key} has the time ${held.timestamp}, and should have ${timestamp}`];
  const wanted: Readonly<Record<string, unknown>> = { ...version.attributes };
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(held.attributes)])];
  return names
    .filter((name) => !isDeepStrictEqual(wanted[name], held.attributes[name]))
    .map(
      (name) => `${key} has ${name} ${print(held.attributes[name])}, and should have ${print(wanted[name])}`,
    );
}

/** Each person's profile has the number and the sum of the person's orders. */
function totalFaults({ events }: Answer, profiles: Outcome['profiles']): string[] {
  const placed = [...events.values()].filter(([event]) => event?.name === 'order_placed');
  const byPerson = Map.groupBy(placed, ([event]) => event?.person.toLowerCase() ?? '');
  return [...byPerson].flatMap(([person, orders]) => {
    // The sum depends on an order of imports that is open.
    if (orders.some((versions) => versions.length > 1)) return [];
    const times = orders.map(([order]) => order?.timestamp ?? 0);
    const cents = orders.reduce((sum, [order]) => sum + Math.round(totalOf(order) * 100), 0);
    const wanted = {
      first_order_date: Math.min(...times),
      last_order_date: Math.max(...times),
      total_orders: orders.length,
      lifetime_value: cents / 100,
    };
    const profile = profiles.get(person) ?? {};
    return Object.entries(wanted)
      .filter(([name, value]) => profile[name] !== value)
      .map(([name, value]) => `${person} has ${name} ${print(profile[name])}, and should have ${value}`);
  });
}

function totalOf(order: ExpectedEvent | undefined): number {
  return Number((order?.attributes as { total?: number } | undefined)?.total ?? 0);
}

function importFaults(ended: EndedImport, wanted: ExpectedReport | undefined): string[] {
  const { file, state, outcomes, rows, unfinished, conflicts, deliveredFurther } = ended;
  if (state !== 'completed') return [`${file} ended ${state}`];
  const counted = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  if (unfinished > 0 || counted !== rows)
    return [`the report of ${file} accounts for ${counted} of ${rows} rows`];
  if (wanted === undefined) return [];
  const found: ExpectedReport = {
    rows,
    delivered: outcomes.delivered ?? 0,
    duplicate: outcomes.duplicate ?? 0,
    suppressed: outcomes.suppressed ?? 0,
    conflicts,
    deliveredFurther,
  };
  return isDeepStrictEqual(found, { ...wanted })
    ? []
    : [`the report of ${file} says ${print(found)}, and should say ${print(wanted)}`];
}

function print(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
