// The limit on what a state may hold, which the library that runs the workflow does not know.

/** Most bytes of a state's input or output (AWS Step Functions quotas, "Maximum input or output size"). */
export const MAX_STATE_BYTES = 256 * 1024;

/** Ends the execution: neither Retry nor `States.ALL` in a Catch matches it, as in AWS. */
export class DataLimitError extends Error {
  /** Read by aws-local-stepfunctions. */
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor(what: string, bytes: number) {
    super(`${what} has ${bytes} bytes, above the limit of ${MAX_STATE_BYTES}.`);
    this.name = 'States.DataLimitExceeded';
  }
}

/** Bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** @throws DataLimitError where a state could not hold the value. */
export function refuseAboveStateLimit(what: string, value: unknown): void {
  const bytes = jsonBytes(value);
  if (bytes > MAX_STATE_BYTES) throw new DataLimitError(what, bytes);
}
