// A workflow's call of a function, with the retries that every call has.
import { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps, type TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
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
