// Sends the tokens of waiting tasks back to AWS Step Functions.
import { SendTaskSuccessCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { DeferError } from '../domain/errors.ts';
import type { WaitingTasks } from '../ports/waiting-tasks.ts';
import { isBusy } from './busy.ts';

/** No task waits for the token: it was answered, it has timed out, or its execution has ended. */
const NO_LONGER_WAITS: ReadonlySet<unknown> = new Set(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken']);

export function awsWaitingTasks(stepFunctions: Pick<SFNClient, 'send'>): WaitingTasks {
  return {
    async succeed(taskToken, output) {
      try {
        await stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
        return true;
      } catch (cause) {
        if (NO_LONGER_WAITS.has((cause as Error | undefined)?.name)) return false;
        if (!isBusy(cause)) throw cause;
        throw new DeferError(
          'step_functions_unavailable',
          'Step Functions throttles requests or is unavailable.',
          { cause },
        );
      }
    },
  };
}
