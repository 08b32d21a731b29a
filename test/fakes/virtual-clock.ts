// A clock without waiting: a sleep only advances its time.
import type { Clock } from '../../lambdas/ports/clock.ts';

/** 2026-01-01T00:00:00Z. */
export const NEW_YEAR = 1_767_225_600_000;

export interface VirtualClock extends Clock {
  /** Every sleep so far, in seconds. */
  readonly slept: readonly number[];
  advance(seconds: number): void;
}

/** @param random what `random` returns. The default is 0.5. */
export function virtualClock(startMilliseconds = NEW_YEAR, random: () => number = () => 0.5): VirtualClock {
  let now = startMilliseconds;
  const slept: number[] = [];
  const advance = (seconds: number) => {
    now += seconds * 1000;
  };
  return {
    now: () => now,
    random,
    slept,
    advance,
    async sleep(seconds) {
      slept.push(seconds);
      advance(seconds);
    },
  };
}
