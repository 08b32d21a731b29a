// Errors of AWS, or of the network, after which the same call may succeed later.
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

/** Error codes of Node.js: a connection that broke, also in the middle of an answer. */
const BROKEN: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EPIPE',
  'EAI_AGAIN',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Whether this is an error that the SDK throws after all its own retries failed. */
export function isBusy(error: unknown): boolean {
  const { name, code, $metadata } = (error ?? {}) as {
    name?: string;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return BUSY.has(name ?? '') || BROKEN.has(String(code)) || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/** @throws DeferError if DynamoDB is busy after all retries of the SDK. */
export async function deferring<Answer>(command: Promise<Answer>): Promise<Answer> {
  try {
    return await command;
  } catch (cause) {
    if (isBusy(cause))
      throw new DeferError('dynamodb_throttled', 'DynamoDB throttles requests or is unavailable.', { cause });
    throw cause;
  }
}
