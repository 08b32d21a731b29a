// Tracks running work, so that a caller can wait until the engine is idle.

export interface Activity {
  /** Counts the work as running until it settles. @returns the work. */
  readonly track: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Does not count the work as running while it waits for an operator. */
  readonly rest: <Result>(waiting: Promise<Result>) => Promise<Result>;
  /** Resolves when no work is running, or all of it waits for an operator. Failed work has ended, too. */
  readonly idle: () => Promise<void>;
}

export function createActivity(): Activity {
  const active = new Set<Promise<unknown>>();
  const resting = new Set<Promise<unknown>>();
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  return {
    track: (work) => {
      active.add(work);
      const forget = () => {
        active.delete(work);
        change();
      };
      work.then(forget, forget);
      return work;
    },
    rest: (waiting) => {
      resting.add(waiting);
      change();
      const wake = () => {
        resting.delete(waiting);
        change();
      };
      waiting.then(wake, wake);
      return waiting;
    },
    idle: async () => {
      while (active.size > resting.size) await Promise.race([Promise.allSettled(active), changed.promise]);
    },
  };
}
