// Time and order, both made up: who is ready goes one at a time, and time moves on only when nobody is. All that runs
// under it is JavaScript between two turns, so that the same choices make the same run.

export interface Timer {
  cancel(): void;
}

export interface Scheduler {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
  /** Resolves after so many seconds of made-up time. */
  sleep(seconds: number): Promise<void>;
  /** Calls back in so many seconds, unless cancelled. */
  after(seconds: number, act: () => void): Timer;
  /** Resolves when nobody is ready and nobody sleeps. */
  idle(): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  cancelled: boolean;
}

/** @param choose which of so many that are ready goes next. */
export function createScheduler(startMilliseconds: number, choose: (ready: number) => number): Scheduler {
  let now = startMilliseconds;
  const ready: (() => void)[] = [];
  const sleepers: Sleeper[] = [];
  let idlers: (() => void)[] = [];
  let pumping = false;

  const wakeNext = (): boolean => {
    while (sleepers[0]?.cancelled) sleepers.shift();
    const next = sleepers.shift();
    if (next === undefined) return false;
    now = Math.max(now, next.at);
    next.wake();
    return true;
  };
  const pump = (): void => {
    pumping = false;
    const goes = ready.length > 0 ? ready.splice(choose(ready.length), 1)[0] : undefined;
    goes?.();
    if (goes !== undefined || wakeNext()) {
      pumpLater();
      return;
    }
    const waiting = idlers;
    idlers = [];
    for (const resolve of waiting) resolve();
  };
  /** A tick that a microtask asks for comes after all microtasks: all promises that can go on have gone on by then. */
  const pumpLater = (): void => {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => process.nextTick(pump));
  };
  const after = (seconds: number, act: () => void): Timer => {
    const sleeper = { at: now + Math.max(0, seconds) * 1000, wake: act, cancelled: false };
    const place = sleepers.findIndex(({ at }) => at > sleeper.at);
    sleepers.splice(place === -1 ? sleepers.length : place, 0, sleeper);
    pumpLater();
    return {
      cancel: () => {
        sleeper.cancelled = true;
      },
    };
  };

  return {
    now: () => now,
    turn: () =>
      new Promise((resolve) => {
        ready.push(resolve);
        pumpLater();
      }),
    after,
    sleep: (seconds) => new Promise((resolve) => after(seconds, resolve)),
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        pumpLater();
      }),
  };
}
