import type { ErrorPayload } from './function-protocol.ts';

/**
 * A function's error as AWS Step Functions gets it: `name` is the error type that Retry and Catch match, `message` is the
 * JSON of Lambda's response.
 */
export class FunctionError extends Error {
  readonly payload: ErrorPayload;

  constructor(payload: ErrorPayload) {
    super(JSON.stringify(payload));
    this.name = payload.errorType;
    this.payload = payload;
  }
}

/** An error of the platform, not of the function's code. */
export function platformError(errorType: string, errorMessage: string): FunctionError {
  return new FunctionError({ errorType, errorMessage, trace: [] });
}
