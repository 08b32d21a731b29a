// A workflow's call of a function, with the retries that every call has.
import { Duration } from 'aws-cdk-lib';
import {
  Errors,
  IntegrationPattern,
  JitterType,
  type RetryProps,
  type TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { PipelineFunction } from './pipeline-function.ts';

/** In order: the first that names an error decides. */
const RETRIES: readonly RetryProps[] = [
  {
    // Lambda itself was busy or away, and the function may not have run
    // (AWS Step Functions Developer Guide, "Handle transient Lambda service exceptions").
    errors: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.minutes(1),
    maxAttempts: 8,
    jitterStrategy: JitterType.FULL,
  },
  {
    // The function ran out of time or memory. Forward resumes from its checkpoint; the others may be luckier once.
    errors: ['Sandbox.Timedout', 'Lambda.Unknown', 'Runtime.ExitError', Errors.TIMEOUT],
    interval: Duration.seconds(5),
    backoffRate: 2,
    maxAttempts: 2,
    jitterStrategy: JitterType.FULL,
  },
  {
    // Somebody behind the function asks for patience (DeferError in lambdas/domain/errors.ts): half an hour of it.
    errors: ['DeferError'],
    interval: Duration.seconds(10),
    backoffRate: 2,
    maxDelay: Duration.minutes(5),
    maxAttempts: 16,
    jitterStrategy: JitterType.FULL,
  },
];

export interface InvokeOptions {
  /** The whole state by default. */
  readonly payload?: TaskInput;
  readonly resultPath?: string;
  readonly outputPath?: string;
}

/** Errors.TIMEOUT apart: who waits for a person's word does not ask again when nobody gave it. */
const RETRIES_WITH_TOKEN = RETRIES.map(({ errors = [], ...retry }) => ({
  ...retry,
  errors: errors.filter((error) => error !== Errors.TIMEOUT),
}));

/** Calls the function with a task token in its payload, and goes on when somebody sends the token back. */
export function invokeWithToken(
  scope: Construct,
  name: string,
  callee: PipelineFunction,
  options: Required<Pick<InvokeOptions, 'payload' | 'resultPath'>> & { readonly timeoutPath: string },
): LambdaInvoke {
  const { timeoutPath, ...rest } = options;
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: callee.function,
    integrationPattern: IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    taskTimeout: Timeout.at(timeoutPath),
    retryOnServiceExceptions: false,
    ...rest,
  });
  for (const retry of RETRIES_WITH_TOKEN) task.addRetry(retry);
  return task;
}

/** The function's answer takes the state's place, or goes where `resultPath` says. */
export function invoke(
  scope: Construct,
  name: string,
  callee: PipelineFunction,
  options: InvokeOptions,
): LambdaInvoke {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction: callee.function,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...options,
  });
  for (const retry of RETRIES) task.addRetry(retry);
  return task;
}
