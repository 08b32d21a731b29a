// How an error's code travels through Step Functions, which keeps an error's name and message only.

import * as z from 'zod';

export const FailureSchema = z.object({ code: z.string(), message: z.string() });
export type Failure = Readonly<z.infer<typeof FailureSchema>>;

/** Why a chunk failed, and in which execution: a redrive does not fail for what befell the one before. */
export const ChunkFailureSchema = FailureSchema.extend({ execution: z.string() });
export type ChunkFailure = Readonly<z.infer<typeof ChunkFailureSchema>>;

/** The error that whoever rejects a canary fails the waiting task with (SendTaskFailure). */
export const CANARY_REJECTED = 'CanaryRejected';

export function printFailure({ code, message }: Failure): string {
  return `[${code}] ${message}`;
}

/**
 * Reads what a Catch or a status change says: `Cause` is the JSON that Lambda makes of an error.
 * Anything that is not ours keeps its error name only.
 */
export function readFailure(error: string, cause: string | undefined): Failure {
  const message = messageOf(cause);
  const ours = /^\[([a-z0-9_]+)\] (.*)$/s.exec(message);
  if (ours) return { code: ours[1] ?? '', message: ours[2] ?? '' };
  return {
    code: 'workflow_failed',
    message: `The workflow stopped with ${error || 'no reason given'}. Redrive the import: nothing is sent twice.`,
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
