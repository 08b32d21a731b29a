// Asks the App API for the people that a canary was sent of. What has just been delivered may take a moment to be
// there: who is missing or differs is asked for again, a few times.

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
  /** Least seconds between two requests to the App API: this worker's share of its rate. */
  readonly secondsBetweenLookups: number;
  /** Milliseconds since 1970 by which to have returned. */
  readonly deadline: number;
}

/** Between the times of asking. */
const PATIENCE_SECONDS = [1, 2, 5];
/** For one person, while the App API is unwell. */
const ATTEMPTS = 3;
/** Left for the last request, which gives up after 10 s (adapters/app-api.ts), and for writing down what it told. */
const RESERVE_MILLISECONDS = 30_000;
const OUT_OF_TIME = 'There was no time left to ask for all.';

interface Reading extends ReadBackPorts {
  readonly settings: ReadBackSettings;
  /** What is known so far. */
  readonly comparisons: Map<Expected, Comparison>;
  /** The last thing that stood in the way. */
  because: string | undefined;
}

/** Fails on nothing that Customer.io does: a canary that was sent is shown, read back or not. */
export async function readBack(
  delivered: readonly Operation[],
  ports: ReadBackPorts,
  settings: ReadBackSettings,
): Promise<ReadBack> {
  const expected = expectedPeople(delivered);
  const reading: Reading = { ...ports, settings, comparisons: new Map(), because: undefined };
  const { comparisons } = reading;
  for (const patience of [0, ...PATIENCE_SECONDS]) {
    const open = expected.filter((person) => comparisons.get(person) !== 'same');
    if (open.length === 0 || !(await sleepInTime(patience, reading)) || !(await askAll(open, reading))) break;
  }
  return countComparisons(
    expected.map((person) => comparisons.get(person)),
    reading.because,
  );
}

/** Whether asking once more may help. */
async function askAll(people: readonly Expected[], reading: Reading): Promise<boolean> {
  for (const person of people) if (!(await ask(person, reading))) return false;
  return true;
}

async function ask(person: Expected, reading: Reading): Promise<boolean> {
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

async function sleepInTime(seconds: number, reading: Reading): Promise<boolean> {
  const { clock, settings } = reading;
  const isLate = clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS;
  if (isLate) reading.because ??= OUT_OF_TIME;
  else if (seconds > 0) await clock.sleep(seconds);
  return !isLate;
}
