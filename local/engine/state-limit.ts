// The size limit of a state, which the library that runs the workflow does not enforce.

/** Maximum bytes of a state's input or output (AWS Step Functions quotas, "Maximum input or output size"). */
export const MAX_STATE_BYTES = 256 * 1024;

/** Ends the execution: neither Retry nor `States.ALL` in a Catch matches it, as in AWS. */
export class DataLimitError extends Error {
  /** aws-local-stepfunctions reads these. */
  readonly isRetryable = false;
  readonly isCatchable = false;

  constructor(what: string, bytes: number) {
    super(`${what} has ${bytes} bytes, which is over the limit of ${MAX_STATE_BYTES}.`);
    this.name = 'States.DataLimitExceeded';
  }
}

/** Bytes of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

/** @throws DataLimitError if the value is too large for a state. */
export function refuseAboveStateLimit(what: string, value: unknown): void {
  const bytes = jsonBytes(value);
  if (bytes > MAX_STATE_BYTES) throw new DataLimitError(what, bytes);
}
