// The results of a run: one line per measure, with its goal.
import type { Spread } from './harness.ts';

export interface Result {
  readonly stage: string;
  /** What is compared or counted. */
  readonly measure: string;
  readonly unit: string;
  readonly value: number;
  /** The lowest and the highest value of the rounds, if there are several. */
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
  /** Duration of the whole run. */
  readonly seconds: number;
  readonly results: readonly Result[];
}

export const atLeast = (value: number): Goal => ({ is: 'at least', value });
export const atMost = (value: number): Goal => ({ is: 'at most', value });

export function result(stage: string, measure: string, found: Spread | number, unit: string): Result {
  const values =
    typeof found === 'number'
      ? { value: found }
      : { value: found.median, least: found.least, most: found.most };
  return { stage, measure, unit, ...values };
}

export function withGoal(measured: Result, goal: Goal): Result {
  return { ...measured, goal };
}

/** `undefined` if there is no goal. */
export function isMet({ value, goal }: Result): boolean | undefined {
  if (!goal) return undefined;
  return goal.is === 'at least' ? value >= goal.value : value <= goal.value;
}
