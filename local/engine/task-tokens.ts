// Tasks that wait for an answer, for example an approval. Each has a token, with which a caller may answer once.
import { setTimeout } from 'node:timers/promises';

export interface TaskTokens {
  /**
   * Resolves with the answer to the token's task.
   * @param up aborted when the execution no longer waits for the answer.
   * @throws WaitedTaskError the failure that was answered; `States.Timeout` after `timeoutSeconds`.
   */
  readonly wait: (token: string, timeoutSeconds: number, up: AbortSignal) => Promise<unknown>;
  /** Both return false if no task waits for the token. */
  readonly succeed: (token: string, output: unknown) => boolean;
  readonly fail: (token: string, error: string, cause: string) => boolean;
  /** Number of waiting tasks. */
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
  const remove = (token: string) => {
    const found = waiting.get(token);
    waiting.delete(token);
    return found;
  };
  return {
    wait: async (token, timeoutSeconds, up) => {
      const answer = Promise.withResolvers<unknown>();
      waiting.set(token, answer);
      const ended = new AbortController();
      const giveUp = () =>
        answer.reject(
          new WaitedTaskError('States.TaskFailed', 'The execution no longer waits for the answer.'),
        );
      up.addEventListener('abort', giveUp, { once: true });
      const timeout = setTimeout(timeoutSeconds * 1000, undefined, { signal: ended.signal, ref: false }).then(
        () => {
          throw new WaitedTaskError(
            'States.Timeout',
            `There was no answer within ${timeoutSeconds} seconds.`,
          );
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
      const found = remove(token);
      found?.resolve(output);
      return found !== undefined;
    },
    fail: (token, error, cause) => {
      const found = remove(token);
      found?.reject(new WaitedTaskError(error, cause));
      return found !== undefined;
    },
    waiting: () => waiting.size,
  };
}
