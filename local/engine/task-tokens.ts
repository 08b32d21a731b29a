// Tasks that wait for somebody's word: each has a token, and whoever has the token may answer, once.
import { setTimeout } from 'node:timers/promises';

export interface TaskTokens {
  /**
   * Resolves with what the token's task is told.
   * @param up aborted where nobody waits for the answer any more.
   * @throws WaitedTaskError what it is told to fail with; `States.Timeout` after so many seconds.
   */
  readonly wait: (token: string, timeoutSeconds: number, up: AbortSignal) => Promise<unknown>;
  /** Both are false where no task waits under the token. */
  readonly succeed: (token: string, output: unknown) => boolean;
  readonly fail: (token: string, error: string, cause: string) => boolean;
  /** How many tasks wait. */
  readonly waiting: () => number;
}

/** Its `name` is what Retry and Catch match. */
export class WaitedTaskError extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, PromiseWithResolvers<unknown>>();
  const take = (token: string) => {
    const found = waiting.get(token);
    waiting.delete(token);
    return found;
  };
  return {
    wait: async (token, timeoutSeconds, up) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(token, answer);
      const ended = new AbortController();
      const giveUp = () => answer.reject(new WaitedTaskError('States.TaskFailed', 'Nobody waits any more.'));
      up.addEventListener('abort', giveUp, { once: true });
      const timeout = setTimeout(timeoutSeconds * 1000, undefined, { signal: ended.signal, ref: false }).then(
        () => {
          throw new WaitedTaskError('States.Timeout', `Nobody answered within ${timeoutSeconds} seconds.`);
        },
      );
      try {
        return await Promise.race([answer.promise, timeout]);
      } finally {
        waiting.delete(token);
        up.removeEventListener('abort', giveUp);
        ended.abort();
        timeout.catch(() => undefined);
      }
    },
    succeed: (token, output) => {
      const found = take(token);
      found?.resolve(output);
      return found !== undefined;
    },
    fail: (token, error, cause) => {
      const found = take(token);
      found?.reject(new WaitedTaskError(error, cause));
      return found !== undefined;
    },
    waiting: () => waiting.size,
  };
}
