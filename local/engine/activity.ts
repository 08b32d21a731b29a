// What is under way, so that one can wait until nothing is.

export interface Activity {
  /** Counts the work until it settles. Gives it back. */
  readonly track: <Result>(work: Promise<Result>) => Promise<Result>;
  /** Resolves when nothing is under way; what it was does not matter, nor whether it failed. */
  readonly idle: () => Promise<void>;
}

export function createActivity(): Activity {
  const active = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      active.add(work);
      const forget = () => active.delete(work);
      work.then(forget, forget);
      return work;
    },
    idle: async () => {
      while (active.size > 0) await Promise.allSettled(active);
    },
  };
}
