// What the world can do wrong. The class of an error says what the platform does next; `code` is stable and
// documented, `message` names no cell's value. Anything else that is thrown is a bug and stays untouched.

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

/** The refusal in the words of its table, with a sentence on what it is about in this file. */
export function refusal(code: RefusalCode, detail?: string, options?: ErrorOptions): RefusedError {
  return new RefusedError(code, explainRefusal(code, detail), options);
}

/** Throttled or unavailable: the same call may go through later. */
export class DeferError extends Error {
  override readonly name = 'DeferError';
  readonly code: string;
  /** What the other side asked for, in seconds. */
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

/** Credentials, region or endpoint are refused: a person must mend them, retrying is in vain. */
export class PausedError extends Error {
  override readonly name = 'PausedError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Somebody else has taken this work over since: stop and leave it to them. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
  readonly code = 'superseded';
}
