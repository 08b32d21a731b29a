// What the answers of the Track API mean. A 200 can contain errors, and a 207 can lack an index.
// Source of all rules: Customer.io's OpenAPI (journeys-track.json), "batch" and "v2 API limits".
import * as z from 'zod';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { BatchReply } from '../ports/customerio.ts';
import type { HttpAnswer } from './http-exchange.ts';

/** The outcome of the batch is unknown: it is sent again, with the same ULIDs. */
export function unanswered(cause: unknown): DeferError {
  return new DeferError('customerio_unreachable', 'Customer.io did not answer in time.', { cause });
}

const UNRESOLVED_STATUSES = [400, 413, 422];
/** There is no API, or none that accepts a POST: another request would fail too. */
const ENDPOINT_STATUSES = [404, 405];

/**
 * What an answer to a batch of this many items means.
 * @param now milliseconds since 1970.
 * @throws DeferError, PausedError
 */
export function readAnswer(answer: HttpAnswer, items: number, now: () => number): BatchReply {
  const { status } = answer;
  if (status === 200 || status === 207) return readErrors(answer, items);
  if (status === 401 || status === 403) {
    throw new PausedError(
      'credentials',
      `Customer.io refuses the credentials (${status}). Store the right site id and API key in the secret. Then continue the import with: npm run cli -- redrive IMPORT.`,
    );
  }
  if (status >= 300 && status < 400) {
    throw new PausedError(
      'region',
      'Customer.io redirects to another region, and nothing was sent there. Set customerIoRegion to the region of the account and deploy. Then continue the import with: npm run cli -- redrive IMPORT.',
    );
  }
  if (ENDPOINT_STATUSES.includes(status)) {
    throw new PausedError(
      'endpoint',
      `The address of Customer.io's Track API answers ${status}: it accepts no batches. ` +
        'Check that there is no proxy in between and that the account has the Track API v2. Then continue the import with: npm run cli -- redrive IMPORT.',
    );
  }
  if (UNRESOLVED_STATUSES.includes(status))
    return { status: 'unresolved', message: firstMessage(answer.body, status) };
  throw new DeferError('customerio_unavailable', `Customer.io answers ${status}.`, {
    retryAfterSeconds: readRetryAfter(answer.retryAfter, now()),
  });
}

const ErrorsSchema = z.object({
  errors: z
    .array(
      z.looseObject({
        batch_index: z.unknown(),
        field: z.string().optional().catch(undefined),
        reason: z.string().optional().catch(undefined),
        message: z.string().optional().catch(undefined),
      }),
    )
    .default([]),
});
type ItemError = z.infer<typeof ErrorsSchema>['errors'][number];

/** After an answer that names no item, or that should be JSON and is not, the outcome of every item is unknown. */
function readErrors({ status, body }: HttpAnswer, items: number): BatchReply {
  const parsed = ErrorsSchema.safeParse(parseJson(body));
  if (!parsed.success) {
    if (status === 200)
      throw new DeferError('customerio_unclear', 'Customer.io answers 200 without a JSON body.');
    return { status: 'unresolved', message: 'Customer.io answers 207 without readable errors.' };
  }
  const { errors } = parsed.data;
  if (errors.length === 0 && status === 207) {
    return { status: 'unresolved', message: 'Customer.io answers 207 without errors.' };
  }
  const declined = errors.map((error) => ({ index: readIndex(error, items), message: describe(error) }));
  const clear = declined.every(({ index }) => index !== undefined);
  if (!clear) return { status: 'unresolved', message: declined[0]?.message ?? '' };
  return { status: 'accepted', declined: declined as { index: number; message: string }[] };
}

function readIndex({ batch_index: index }: ItemError, items: number): number | undefined {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < items
    ? index
    : undefined;
}

function describe({ field, reason, message }: ItemError): string {
  const text = message ?? reason ?? 'declined without a reason';
  return field === undefined ? text : `${field}: ${text}`;
}

function firstMessage(body: string, status: number): string {
  const parsed = ErrorsSchema.safeParse(parseJson(body));
  const [error] = parsed.success ? parsed.data.errors : [];
  return error ? describe(error) : `Customer.io answers ${status}.`;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
export function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
