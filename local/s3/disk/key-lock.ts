/** Runs `work` after all earlier work for the same `key` has ended. A failure reaches only its own caller. */
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
