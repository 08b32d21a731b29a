// Errors from outside of the code. The class of an error says what the platform does next. `code` is stable and
// documented, `message` contains no cell. Any other error is a bug, and is passed on as it is.

import { OTHER_VERSION } from '../contracts/failure.ts';
import { explainRefusal, type RefusalCode } from './refusals.ts';

type ErrorOptions = { readonly cause?: unknown };

/** The file or its feed cannot be read: the import ends as failed, with this reason. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The refusal with the text of its table. @param detail a sentence about this file. */
export function refusal(code: RefusalCode, detail?: string, options?: ErrorOptions): RefusedError {
  return new RefusedError(code, explainRefusal(code, detail), options);
}

/** Throttled or unavailable: the same call may succeed later. */
export class DeferError extends Error {
  override readonly name = 'DeferError';
  readonly code: string;
  /** The wait in seconds that the other side asked for. */
  readonly retryAfterSeconds: number | undefined;
  constructor(
    code: string,
    message: string,
    options?: ErrorOptions & { retryAfterSeconds?: number | undefined },
  ) {
    super(message, options);
    this.code = code;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}

/** Credentials, region or endpoint are refused: an operator must correct them, and a retry would fail too. */
export class PausedError extends Error {
  override readonly name = 'PausedError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A function of another version made the plan of the import: it must be planned again. */
export class ReplanError extends Error {
  override readonly name = 'ReplanError';
  readonly code = OTHER_VERSION.code;
  constructor() {
    super(OTHER_VERSION.message);
  }
}

/** Another execution or worker has taken over this work: stop. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
  readonly code = 'superseded';
}
