// Looks up the people of a canary in the App API, up to 100 with a request. Customer.io may need up to a minute until it shows
// what was delivered (third parties saw 10 to 60 s), so people that are missing or that differ are looked up again.
import {
  type Comparison,
  comparePerson,
  countComparisons,
  type Expected,
  expectedPeople,
  type ReadBack,
} from '../domain/canary/read-back.ts';
import { backoffSeconds } from '../domain/delivery/backoff.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { Clock } from '../ports/clock.ts';
import {
  type CustomerIoProfiles,
  type FoundAttributes,
  PEOPLE_PER_LOOKUP,
} from '../ports/customerio-profiles.ts';

export interface ReadBackPorts {
  readonly profiles: CustomerIoProfiles;
  readonly clock: Clock;
}

export interface ReadBackSettings {
  /** The shortest time between two requests to the App API: this worker's share of its rate. */
  readonly secondsBetweenLookups: number;
  /** How long people that are missing or differ are looked up again. */
  readonly readBackSeconds: number;
  /** Milliseconds since 1970 by which the function must have returned. */
  readonly deadline: number;
}

/** The waits before people are looked up again: 60 s in all. */
const WAIT_SECONDS = [1, 2, 5, 10, 20, 22];
/** Attempts for one request while the App API is unavailable. */
const ATTEMPTS = 3;
/** Kept back for the last request, which times out after 10 s (adapters/app-api.ts), and for storing the result. */
const RESERVE_MILLISECONDS = 30_000;
const OUT_OF_TIME = 'There was no time left to look up everyone.';

interface Reading extends ReadBackPorts {
  readonly settings: ReadBackSettings;
  /** The results so far. */
  readonly comparisons: Map<Expected, Comparison>;
  /** Identifiers by which one request finds many people. Only of `id` this is documented. */
  readonly kindsOfMany: Set<string>;
  /** The last error. */
  because: string | undefined;
}

/** The waits that end within the time. */
function waits(readBackSeconds: number): number[] {
  let sum = 0;
  return WAIT_SECONDS.filter((seconds) => {
    sum += seconds;
    return sum <= readBackSeconds;
  });
}

/** It does not fail because of Customer.io: a canary that was sent must be reported, read back or not. */
export async function readBack(
  delivered: readonly Operation[],
  ports: ReadBackPorts,
  settings: ReadBackSettings,
): Promise<ReadBack> {
  const expected = expectedPeople(delivered);
  const reading: Reading = {
    ...ports,
    settings,
    comparisons: new Map(),
    kindsOfMany: new Set(['id']),
    because: undefined,
  };
  const { comparisons } = reading;
  for (const seconds of [0, ...waits(settings.readBackSeconds)]) {
    const remaining = expected.filter((person) => comparisons.get(person) !== 'same');
    if (
      remaining.length === 0 ||
      !(await sleepInTime(seconds, reading)) ||
      !(await lookUpAll(remaining, reading))
    )
      break;
  }
  return countComparisons(
    expected.map((person) => comparisons.get(person)),
    reading.because,
  );
}

/** @returns whether another look-up may help. */
async function lookUpAll(people: readonly Expected[], reading: Reading): Promise<boolean> {
  const kinds = Map.groupBy(people, ({ identifiers }) => Object.keys(identifiers)[0] ?? '');
  for (const [kind, same] of kinds) {
    for (let from = 0; from < same.length; from += PEOPLE_PER_LOOKUP) {
      const some = same.slice(from, from + PEOPLE_PER_LOOKUP);
      const isDone = await (some.length === 1 ? lookUpEach(some, reading) : lookUpMany(kind, some, reading));
      if (!isDone) return false;
    }
  }
  return true;
}

async function lookUpEach(people: readonly Expected[], reading: Reading): Promise<boolean> {
  for (const person of people) {
    const asked = await ask(() => reading.profiles.attributesOf(person.identifiers), reading);
    if (asked === undefined) return false;
    compare(person, asked.found, reading);
  }
  return true;
}

/** One request for all. If it finds no one by this kind of identifier, one request for each. */
async function lookUpMany(kind: string, people: readonly Expected[], reading: Reading): Promise<boolean> {
  const identifiers = people.map((person) => person.identifiers);
  const asked = await ask(() => reading.profiles.attributesOfMany(identifiers), reading);
  if (asked === undefined) return false;
  if (asked.found.some((attributes) => attributes !== undefined)) reading.kindsOfMany.add(kind);
  if (!reading.kindsOfMany.has(kind)) return lookUpEach(people, reading);
  for (const [index, person] of people.entries()) compare(person, asked.found[index], reading);
  return true;
}

function compare(person: Expected, found: FoundAttributes, { comparisons }: Reading): void {
  comparisons.set(person, comparePerson(person, found));
}

/** One request, again while the App API is unavailable. @returns undefined if further requests would not help. */
async function ask<Found>(
  request: () => Promise<Found>,
  reading: Reading,
): Promise<{ readonly found: Found } | undefined> {
  const { clock, settings } = reading;
  let seconds = settings.secondsBetweenLookups;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (!(await sleepInTime(seconds, reading))) return undefined;
    try {
      return { found: await request() };
    } catch (error) {
      if (!(error instanceof DeferError || error instanceof PausedError)) throw error;
      reading.because = error.message;
      if (error instanceof PausedError) return undefined;
      const backoff = backoffSeconds(attempt, error.retryAfterSeconds, clock.random());
      seconds = Math.max(settings.secondsBetweenLookups, backoff);
    }
  }
  return undefined;
}

/** @returns false, without sleeping, if there is no time left. */
async function sleepInTime(seconds: number, reading: Reading): Promise<boolean> {
  const { clock, settings } = reading;
  const isLate = clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS;
  if (isLate) reading.because ??= OUT_OF_TIME;
  else if (seconds > 0) await clock.sleep(seconds);
  return !isLate;
}
