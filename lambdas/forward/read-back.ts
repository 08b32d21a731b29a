// Looks up the people of a canary in the App API. Customer.io may need a moment to process what was just delivered, so people
// that are missing or that differ are looked up again a few times.
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
import type { CustomerIoProfiles } from '../ports/customerio-profiles.ts';

export interface ReadBackPorts {
  readonly profiles: CustomerIoProfiles;
  readonly clock: Clock;
}

export interface ReadBackSettings {
  /** The shortest time between two requests to the App API: this worker's share of its rate. */
  readonly secondsBetweenLookups: number;
  /** Milliseconds since 1970 by which the function must have returned. */
  readonly deadline: number;
}

/** The waits before people are looked up again. */
const WAIT_SECONDS = [1, 2, 5];
/** Attempts for one person while the App API is unavailable. */
const ATTEMPTS = 3;
/** Kept back for the last request, which times out after 10 s (adapters/app-api.ts), and for storing the result. */
const RESERVE_MILLISECONDS = 30_000;
const OUT_OF_TIME = 'There was no time left to look up everyone.';

interface Reading extends ReadBackPorts {
  readonly settings: ReadBackSettings;
  /** The results so far. */
  readonly comparisons: Map<Expected, Comparison>;
  /** The last error. */
  because: string | undefined;
}

/** It does not fail because of Customer.io: a canary that was sent must be reported, read back or not. */
export async function readBack(
  delivered: readonly Operation[],
  ports: ReadBackPorts,
  settings: ReadBackSettings,
): Promise<ReadBack> {
  const expected = expectedPeople(delivered);
  const reading: Reading = { ...ports, settings, comparisons: new Map(), because: undefined };
  const { comparisons } = reading;
  for (const seconds of [0, ...WAIT_SECONDS]) {
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
  for (const person of people) if (!(await lookUp(person, reading))) return false;
  return true;
}

async function lookUp(person: Expected, reading: Reading): Promise<boolean> {
  const { profiles, clock, settings, comparisons } = reading;
  let seconds = settings.secondsBetweenLookups;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (!(await sleepInTime(seconds, reading))) return false;
    try {
      comparisons.set(person, comparePerson(person, await profiles.attributesOf(person.identifiers)));
      return true;
    } catch (error) {
      if (!(error instanceof DeferError || error instanceof PausedError)) throw error;
      reading.because = error.message;
      if (error instanceof PausedError) return false;
      const backoff = backoffSeconds(attempt, error.retryAfterSeconds, clock.random());
      seconds = Math.max(settings.secondsBetweenLookups, backoff);
    }
  }
  return false;
}

/** @returns false, without sleeping, if there is no time left. */
async function sleepInTime(seconds: number, reading: Reading): Promise<boolean> {
  const { clock, settings } = reading;
  const isLate = clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS;
  if (isLate) reading.because ??= OUT_OF_TIME;
  else if (seconds > 0) await clock.sleep(seconds);
  return !isLate;
}
