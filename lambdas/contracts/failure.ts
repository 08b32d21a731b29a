// How the code of an error passes through Step Functions, which keeps only the name and the message of an error.

import * as z from 'zod';
import type { FunctionName } from './environment.ts';

export const FailureSchema = z.object({ code: z.string(), message: z.string() });
export type Failure = Readonly<z.infer<typeof FailureSchema>>;

/** Why a chunk failed, and in which execution: the failure of an earlier execution does not count for a redrive. */
export const ChunkFailureSchema = FailureSchema.extend({ execution: z.string() });
export type ChunkFailure = Readonly<z.infer<typeof ChunkFailureSchema>>;

/** Another version was deployed in the middle of an import, and the workflow stopped before it planned the import again. */
export const OTHER_VERSION: Failure = {
  code: 'other_version',
  message:
    'Another version of the pipeline was deployed while this import ran, and it cannot use what the first one prepared. ' +
    'Continue the import with: npm run cli -- redrive IMPORT. Nothing is sent twice.',
};

/** The error of the waiting task after a canary was rejected (SendTaskFailure). */
export const CANARY_REJECTED = 'CanaryRejected';

export function printFailure({ code, message }: Failure): string {
  return `[${code}] ${message}`;
}

/**
 * Reads the error of a Catch or a status change: `Cause` is the JSON that Lambda makes of an error.
 * Of an unknown error only the name is kept.
 * @param callee the function that failed, if it is known.
 */
export function readFailure(error: string, cause: string | undefined, callee?: FunctionName): Failure {
  const message = messageOf(cause);
  const ours = /^\[([a-z0-9_]+)\] (.*)$/s.exec(message);
  if (ours) return { code: ours[1] ?? '', message: ours[2] ?? '' };
  const { code, explain } = PLATFORM_FAILURES.get(error) ?? UNKNOWN;
  return { code, message: `${explain(error, callee)} ${CONTINUE}` };
}

const CONTINUE = 'Continue the import with: npm run cli -- redrive IMPORT. Nothing is sent twice.';

interface PlatformFailure {
  readonly code: string;
  readonly explain: (error: string, callee: FunctionName | undefined) => string;
}

const UNKNOWN: PlatformFailure = {
  code: 'workflow_failed',
  explain: (error) => `The workflow stopped with ${error || 'no reason given'}.`,
};

/**
 * Lambda reports `Runtime.OutOfMemory` if it stopped the function, and `Runtime.ExitError` if the process ended by itself,
 * as Node.js does at its heap limit. Both were seen in public logs: issue 758 of aws-deployment-framework and pull request
 * 283 of amazon-s3-find-and-forget.
 */
const OUT_OF_MEMORY: PlatformFailure = {
  code: 'out_of_memory',
  explain: (error, callee) =>
    `${nameOf(callee)} ran out of memory twice (${error}). Raise ${
      callee ? `"memoryMb": {"${callee}": …}` : '"memoryMb"'
    } in the context of cdk.json, and deploy.`,
};

const THROTTLED: PlatformFailure = {
  code: 'lambda_throttled',
  explain: (_error, callee) =>
    `Lambda refused to run ${nameOf(callee).toLowerCase()} for hours, because the account runs as many functions as its quota allows. Request a higher quota "Concurrent executions" of AWS Lambda, or lower chunksAtOnce and partitionsAtOnce in the context of cdk.json, and deploy.`,
};

const TIMED_OUT: PlatformFailure = {
  code: 'import_timed_out',
  explain: () =>
    'The import took longer than importTimeout allows. Raise importsAtOnce if it waited for its turn, or importTimeout, in the context of cdk.json, and deploy.',
};

/** The errors that an operator can prevent by a setting, by their names in Step Functions. */
const PLATFORM_FAILURES: ReadonlyMap<string, PlatformFailure> = new Map([
  ['Runtime.OutOfMemory', OUT_OF_MEMORY],
  ['Runtime.ExitError', OUT_OF_MEMORY],
  ['Lambda.TooManyRequestsException', THROTTLED],
  ['TIMED_OUT', TIMED_OUT],
]);

function nameOf(callee: FunctionName | undefined): string {
  return callee ? `The function ${callee}` : 'A function';
}

function messageOf(cause: string | undefined): string {
  try {
    const { errorMessage } = JSON.parse(cause ?? '') as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : '';
  } catch {
    return '';
  }
}
