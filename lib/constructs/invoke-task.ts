// Tasks that invoke a function, with the retries that all of them have.
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

/** How long a task is retried while Lambda is throttled. */
const THROTTLED_FOR = Duration.hours(12);
const THROTTLED_PAUSE = Duration.minutes(1);

/** With full jitter, a pause takes half of its length on average. Each retry is three events of the history. */
const THROTTLED_ATTEMPTS = (2 * THROTTLED_FOR.toSeconds()) / THROTTLED_PAUSE.toSeconds();

/** About half an hour. */
const UNAVAILABLE = {
  interval: Duration.seconds(10),
  backoffRate: 2,
  maxDelay: Duration.minutes(5),
  maxAttempts: 16,
  jitterStrategy: JitterType.FULL,
};

/** The first entry that names an error applies. Each entry counts its own attempts. */
const RETRIES: readonly RetryProps[] = [
  {
    // The account runs as many functions as its quota allows, which other work can use up for hours. New accounts have
    // a quota as low as 10 (AWS Lambda Developer Guide, "Lambda quotas"). The function has not run.
    errors: ['Lambda.TooManyRequestsException'],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: THROTTLED_PAUSE,
    maxAttempts: THROTTLED_ATTEMPTS,
    jitterStrategy: JitterType.FULL,
  },
  {
    // Lambda itself was unavailable, and the function may not have run
    // (AWS Step Functions Developer Guide, "Handle Lambda service exceptions").
    errors: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
    ],
    ...UNAVAILABLE,
  },
  {
    // Out of memory (lambdas/contracts/failure.ts). The same call most likely needs the same memory again.
    errors: ['Runtime.OutOfMemory', 'Runtime.ExitError'],
    interval: Duration.seconds(5),
    maxAttempts: 1,
    jitterStrategy: JitterType.FULL,
  },
  {
    // The function ran out of time. Forward continues from its checkpoint, and the others start again.
    errors: ['Sandbox.Timedout', 'Lambda.Unknown', Errors.TIMEOUT],
    interval: Duration.seconds(5),
    backoffRate: 2,
    maxAttempts: 2,
    jitterStrategy: JitterType.FULL,
  },
  {
    // A service that the function calls is throttled or unavailable (DeferError in lambdas/domain/errors.ts).
    errors: ['DeferError'],
    ...UNAVAILABLE,
  },
];

export interface InvokeOptions {
  /** Default: the whole state. */
  readonly payload?: TaskInput;
  readonly resultPath?: string;
  readonly outputPath?: string;
}

/** Without Errors.TIMEOUT: a task whose approval has timed out must not ask again. */
const RETRIES_WITH_TOKEN = RETRIES.map(({ errors = [], ...retry }) => ({
  ...retry,
  errors: errors.filter((error) => error !== Errors.TIMEOUT),
}));

/** Invokes the function with a task token in its payload, and continues when the token is sent back. */
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

/** Invokes the function. Its result replaces the state, or is stored at `resultPath`. */
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
