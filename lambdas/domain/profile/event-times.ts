// Counts events over time, by the clock of the feed's zone. The size is limited: the first names in alphabetical order,
// and steps that become larger with the span of the file. The result is the same however the file is divided into chunks.
import type { EventTimes } from '../../contracts/event-times.ts';
import { openZone } from '../rows/time/zone.ts';

const HOUR = 3_600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** Each is a multiple of the one before, so that small steps add up to large ones. */
export const STEPS_SECONDS = [HOUR, DAY, WEEK, 4 * WEEK, 52 * WEEK] as const;
/** Enough for a week in hours, or half a year in days. */
const MOST_STEPS = 200;
const NAMES_KEPT = 12;
/** 1970-01-05: weeks start on Mondays. */
const FIRST_MONDAY = 4 * DAY;

interface Counts {
  readonly steps: Map<number, number>;
  readonly hours: number[];
}

/**
 * @param arrivalSeconds when the file arrived, in Unix seconds: the same for all its chunks.
 * @throws RefusedError `unknown_time_zone`
 */
export function countEventTimes(zone: string, arrivalSeconds: number) {
  const { offsetAt } = openZone(zone);
  const names = keepNames();
  const round = { midnight: 0, hour: 0, minute: 0 };
  const seen = new Set<number>();
  let stepSeconds: number = STEPS_SECONDS[0];
  return {
    /** @param seconds time of the event in Unix seconds. */
    add(name: string, seconds: number): void {
      const wall = seconds + offsetAt(seconds);
      const secondOfDay = modulo(wall, DAY);
      if (secondOfDay === 0) round.midnight++;
      else if (secondOfDay % HOUR === 0) round.hour++;
      else if (secondOfDay % 60 === 0) round.minute++;
      const { steps, hours } = names.of(name);
      const hour = Math.floor(secondOfDay / HOUR);
      hours[hour] = (hours[hour] ?? 0) + 1;
      const step = startOf(wall, stepSeconds);
      steps.set(step, (steps.get(step) ?? 0) + 1);
      seen.add(step);
      if (seen.size <= MOST_STEPS) return;
      stepSeconds = stepThatHolds([...seen], stepSeconds);
      for (const counts of names.all()) coarsen(counts.steps, stepSeconds);
      seen.clear();
      for (const counts of names.all()) for (const start of counts.steps.keys()) seen.add(start);
    },
    finish: (): EventTimes => ({
      zone,
      arrival: arrivalSeconds + offsetAt(arrivalSeconds),
      stepSeconds,
      ...names.finish(),
      round,
    }),
  };
}

/** Adds up two chunks of one file, which have the same zone. Associative and commutative. */
export function addEventTimes(a: EventTimes, b: EventTimes): EventTimes {
  const starts = [a, b].flatMap(({ names, others }) =>
    [...names, others].flatMap(({ steps }) => Object.keys(steps).map(Number)),
  );
  const stepSeconds = stepThatHolds(starts, Math.max(a.stepSeconds, b.stepSeconds));
  const sums = keepNames();
  for (const { names, others } of [a, b]) {
    for (const named of names) addTo(sums.of(named.name), named, stepSeconds);
    addTo(sums.others, others, stepSeconds);
  }
  const round = {
    midnight: a.round.midnight + b.round.midnight,
    hour: a.round.hour + b.round.hour,
    minute: a.round.minute + b.round.minute,
  };
  return { zone: a.zone, arrival: a.arrival, stepSeconds, ...sums.finish(), round };
}

/** Counts for each of the first names in alphabetical order, and one for all others. */
function keepNames() {
  const kept = new Map<string, Counts>();
  const others = noCounts();
  return {
    others,
    of(name: string): Counts {
      const known = kept.get(name);
      if (known) return known;
      if (kept.size === NAMES_KEPT) {
        const last = [...kept.keys()].sort().at(-1) ?? '';
        if (name > last) return others;
        addTo(others, printed(kept.get(last) ?? noCounts()), STEPS_SECONDS[0]);
        kept.delete(last);
      }
      const counts = noCounts();
      kept.set(name, counts);
      return counts;
    },
    all: (): Counts[] => [...kept.values(), others],
    finish: (): Pick<EventTimes, 'names' | 'others'> => ({
      names: [...kept]
        .sort(([x], [y]) => (x < y ? -1 : 1))
        .map(([name, counts]) => ({ name, ...printed(counts) })),
      others: printed(others),
    }),
  };
}

function noCounts(): Counts {
  return { steps: new Map(), hours: Array(24).fill(0) };
}

function printed({ steps, hours }: Counts): EventTimes['others'] {
  return { steps: Object.fromEntries(steps), hours };
}

function addTo(sum: Counts, { steps, hours }: EventTimes['others'], stepSeconds: number): void {
  for (const [start, events] of Object.entries(steps)) {
    const step = startOf(Number(start), stepSeconds);
    sum.steps.set(step, (sum.steps.get(step) ?? 0) + events);
  }
  for (const [hour, events] of hours.entries()) sum.hours[hour] = (sum.hours[hour] ?? 0) + events;
}

function coarsen(steps: Map<number, number>, stepSeconds: number): void {
  for (const [start, events] of [...steps]) {
    const step = startOf(start, stepSeconds);
    if (step === start) continue;
    steps.delete(start);
    steps.set(step, (steps.get(step) ?? 0) + events);
  }
}

/** The smallest step, at least `least`, that divides all times into at most `MOST_STEPS`. */
function stepThatHolds(starts: readonly number[], least: number): number {
  const holds = (step: number) => new Set(starts.map((start) => startOf(start, step))).size <= MOST_STEPS;
  return STEPS_SECONDS.find((step) => step >= least && holds(step)) ?? 52 * WEEK;
}

/** The start of the step that contains a time by the zone's clock, in seconds. */
export function startOf(wall: number, stepSeconds: number): number {
  return Math.floor((wall - FIRST_MONDAY) / stepSeconds) * stepSeconds + FIRST_MONDAY;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
