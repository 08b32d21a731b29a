/** Runs `work` when all work given earlier for the same `key` has ended; a failure is its own caller's only. */
export type KeyLock = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createKeyLock(): KeyLock {
  const tails = new Map<string, Promise<void>>();
  return (key, work) => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work);
    const forget = (): void => {
      if (tails.get(key) === tail) tails.delete(key);
    };
    const tail = result.then(forget, forget);
    tails.set(key, tail);
    return result;
  };
}
