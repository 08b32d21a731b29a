// Simulated time and order: one ready caller runs at a time, and time advances only when no caller is ready. Between two
// turns there is only JavaScript, so that the same choices give the same run.

export interface Timer {
  cancel(): void;
}

export interface Scheduler {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
  /** Resolves after some seconds of simulated time. */
  sleep(seconds: number): Promise<void>;
  /** Calls back after some seconds, unless canceled. */
  after(seconds: number, act: () => void): Timer;
  /** Resolves when no caller is ready or asleep. */
  idle(): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
  cancelled: boolean;
}

/** @param choose which of the `ready` callers runs next. */
export function createScheduler(startMilliseconds: number, choose: (ready: number) => number): Scheduler {
  let now = startMilliseconds;
  const ready: (() => void)[] = [];
  const sleepers = createSleepers();
  const idlers: (() => void)[] = [];
  let pumping = false;

  const wakeNext = (): boolean => {
    const next = sleepers.next();
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
    for (const resolve of idlers.splice(0)) resolve();
  };
  /** A tick from a microtask runs after all microtasks: all promises that can continue have done so by then. */
  const pumpLater = (): void => {
    if (pumping) return;
    pumping = true;
    queueMicrotask(() => process.nextTick(pump));
  };
  const waitIn = (queue: (() => void)[]): Promise<void> =>
    new Promise((resolve) => {
      queue.push(resolve);
      pumpLater();
    });
  const after = (seconds: number, act: () => void): Timer => {
    const timer = sleepers.add(now + Math.max(0, seconds) * 1000, act);
    pumpLater();
    return timer;
  };

  return {
    now: () => now,
    turn: () => waitIn(ready),
    after,
    sleep: (seconds) => new Promise((resolve) => after(seconds, resolve)),
    idle: () => waitIn(idlers),
  };
}

interface Sleepers {
  add(at: number, wake: () => void): Timer;
  /** Removes and returns the one to wake first. Those of the same time are woken in order. */
  next(): Sleeper | undefined;
}

function createSleepers(): Sleepers {
  const sleepers: Sleeper[] = [];
  return {
    add(at, wake) {
      const sleeper = { at, wake, cancelled: false };
      const place = sleepers.findIndex((other) => other.at > at);
      sleepers.splice(place === -1 ? sleepers.length : place, 0, sleeper);
      return {
        cancel: () => {
          sleeper.cancelled = true;
        },
      };
    },
    next() {
      while (sleepers[0]?.cancelled) sleepers.shift();
      return sleepers.shift();
    },
  };
}
