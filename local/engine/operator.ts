// The Step Functions API of the engine for operators: executions and waiting tasks.
import { randomUUID } from 'node:crypto';
import { type Operation, OperationError } from '../step-functions/server.ts';
import type { Executions } from './executions.ts';
import type { TaskTokens } from './task-tokens.ts';

export function operatorOperations(executions: Executions, tokens: TaskTokens): Record<string, Operation> {
  const recordOf = (arn: unknown) => {
    const record = executions.list().find((one) => one.arn === arn);
    if (!record) throw new OperationError('ExecutionDoesNotExist', `There is no execution ${arn}.`);
    return record;
  };
  const answered = (found: boolean) => {
    if (!found) throw new OperationError('TaskTimedOut', 'No task waits for this token anymore.');
    return {};
  };
  return {
    StartExecution: async ({ name = randomUUID(), input = '{}' }) => ({
      executionArn: await executions.start(String(name), JSON.parse(String(input))),
      startDate: Date.now() / 1000,
    }),
    StopExecution: async ({ executionArn }) => {
      executions.stop(recordOf(executionArn).arn);
      return { stopDate: Date.now() / 1000 };
    },
    DescribeExecution: async ({ executionArn }) => {
      const { arn, name, input, startedAt, end } = recordOf(executionArn);
      return {
        executionArn: arn,
        name,
        status: end?.status ?? 'RUNNING',
        startDate: Date.parse(startedAt) / 1000,
        input: JSON.stringify(input),
        ...(end?.status === 'SUCCEEDED' && { output: JSON.stringify(end.output) }),
      };
    },
    SendTaskSuccess: async ({ taskToken, output = 'null' }) =>
      answered(tokens.succeed(String(taskToken), JSON.parse(String(output)))),
    SendTaskFailure: async ({ taskToken, error = '', cause = '' }) =>
      answered(tokens.fail(String(taskToken), String(error), String(cause))),
  };
}
