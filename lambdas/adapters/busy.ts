// How AWS, or the way to it, says "not now": the same call may go through later.
import { DeferError } from '../domain/errors.ts';

const BUSY: ReadonlySet<string> = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'InternalError',
  'InternalServerError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TimeoutError',
]);

/** Of Node.js: a connection that broke, also in the middle of an answer. */
const BROKEN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** True for what the SDK throws after its own retries were in vain. */
export function isBusy(error: unknown): boolean {
  const { name, code, $metadata } = (error ?? {}) as {
    name?: string;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return BUSY.has(name ?? '') || BROKEN.has(String(code)) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** A DynamoDB that is busy after all the SDK's retries asks for patience: DeferError. */
export async function deferring<Answer>(command: Promise<Answer>): Promise<Answer> {
  try {
    return await command;
  } catch (cause) {
    if (isBusy(cause)) throw new DeferError('dynamodb_throttled', 'DynamoDB asks to slow down.', { cause });
    throw cause;
  }
}
