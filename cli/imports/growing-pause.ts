// Pauses between two looks at an import: short at first, because an embedded engine is fast.
import { setTimeout } from 'node:timers/promises';

const FIRST_MILLISECONDS = 50;

/**
 * A function that waits, each time twice as long as the time before.
 * @param most milliseconds.
 * @returns how long it waited, in milliseconds.
 */
export function growingPause(most: number): () => Promise<number> {
  let next = FIRST_MILLISECONDS;
  return async () => {
    const pause = next;
    next = Math.min(2 * next, most);
    await setTimeout(pause);
    return pause;
  };
}
