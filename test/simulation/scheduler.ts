// Simulated time and order: waiting calls continue one at a time, and time passes only if no call waits. Only JavaScript
// runs between two steps, so that the same choices make the same run.

export interface Timer {
  cancel(): void;
}

export interface Scheduler {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
  /** Resolves after this many seconds of simulated time. */
  sleep(seconds: number): Promise<void>;
  /** Calls back after this many seconds, unless it is cancelled. */
  after(seconds: number, act: () => void): Timer;
  /** Resolves when no call waits and none sleeps. */
  idle(): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  cancelled: boolean;
}

/** @param choose selects the next of the waiting calls. */
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
  /** A tick that a microtask requests comes after all microtasks: until then, all promises that can continue have continued. */
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
