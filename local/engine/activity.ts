// What is under way, so that one can wait until nothing is.

export interface Activity {
  /** Counts the work until it settles. Gives it back. */
  readonly track: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Leaves the work out of account while it waits for something that only a person can bring about. */
  readonly rest: <Result>(waiting: Promise<Result>) => Promise<Result>;
  /** Resolves when nothing is under way or all of it rests; what it was does not matter, nor whether it failed. */
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
