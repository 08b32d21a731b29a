// How the code of an error passes through Step Functions, which keeps only the name and the message of an error.

import * as z from 'zod';

export const FailureSchema = z.object({ code: z.string(), message: z.string() });
export type Failure = Readonly<z.infer<typeof FailureSchema>>;

/** Why a chunk failed, and in which execution: the failure of an earlier execution does not count for a redrive. */
export const ChunkFailureSchema = FailureSchema.extend({ execution: z.string() });
export type ChunkFailure = Readonly<z.infer<typeof ChunkFailureSchema>>;

/** The error of the waiting task after a canary was rejected (SendTaskFailure). */
export const CANARY_REJECTED = 'CanaryRejected';

export function printFailure({ code, message }: Failure): string {
  return `[${code}] ${message}`;
}

/**
 * Reads the error of a Catch or a status change: `Cause` is the JSON that Lambda makes of an error.
 * Of an unknown error only the name is kept.
 */
export function readFailure(error: string, cause: string | undefined): Failure {
  const message = messageOf(cause);
  const ours = /^\[([a-z0-9_]+)\] (.*)$/s.exec(message);
  if (ours) return { code: ours[1] ?? '', message: ours[2] ?? '' };
  return {
    code: 'workflow_failed',
    message: `The workflow stopped with ${error || 'no reason given'}. Continue the import with: npm run cli -- redrive IMPORT. Nothing is sent twice.`,
  };
}

function messageOf(cause: string | undefined): string {
  try {
    const { errorMessage } = JSON.parse(cause ?? '') as { errorMessage?: unknown };
    return typeof errorMessage === 'string' ? errorMessage : '';
  } catch {
    return '';
  }
}
