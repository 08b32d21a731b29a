// Tasks that wait for their token, in memory: each token is answered once.
import type { WaitingTasks } from '../../lambdas/ports/waiting-tasks.ts';

export interface MemoryWaitingTasks extends WaitingTasks {
  /** The tokens that were answered, and their outputs. */
  readonly answered: readonly { readonly taskToken: string; readonly output: object }[];
}

export function memoryWaitingTasks(): MemoryWaitingTasks {
  const answered: { taskToken: string; output: object }[] = [];
  return {
    answered,
    async succeed(taskToken, output) {
      if (answered.some((one) => one.taskToken === taskToken)) return false;
      answered.push({ taskToken, output });
      return true;
    },
  };
}
