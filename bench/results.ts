// What a run of the bench says: one line per measure, with the goal that it is held against.
import type { Spread } from './harness.ts';

export interface Result {
  readonly stage: string;
  /** What was compared or counted. */
  readonly measure: string;
  readonly unit: string;
  readonly value: number;
  /** The least and the most of the rounds, where there were several. */
  readonly least?: number;
  readonly most?: number;
  readonly goal?: Goal;
}

export interface Goal {
  readonly is: 'at least' | 'at most';
  readonly value: number;
}

export interface Results {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly machine: string;
  readonly node: string;
  readonly quick: boolean;
  /** Seconds that the whole run took. */
  readonly seconds: number;
  readonly results: readonly Result[];
}

export const atLeast = (value: number): Goal => ({ is: 'at least', value });
export const atMost = (value: number): Goal => ({ is: 'at most', value });

export function result(
  stage: string,
  measure: string,
  found: Spread | number,
  unit: string,
  goal?: Goal,
): Result {
  const values =
    typeof found === 'number'
      ? { value: found }
      : { value: found.median, least: found.least, most: found.most };
  return { stage, measure, unit, ...values, ...(goal ? { goal } : {}) };
}

/** `undefined` where nothing is asked for. */
export function isMet({ value, goal }: Result): boolean | undefined {
  if (!goal) return undefined;
  return goal.is === 'at least' ? value >= goal.value : value <= goal.value;
}
