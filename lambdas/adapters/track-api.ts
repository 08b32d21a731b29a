// Customer.io's Track API v2. Its answers are read with suspicion: 200 can carry errors, 207 can lack an index.
// Source of all rules: Customer.io's OpenAPI (journeys-track.json), "batch" and "v2 API limits".
import { Agent, request } from 'undici';
import * as z from 'zod';
import type { Answered } from '../contracts/metrics.ts';
import type { CustomerIoSecret } from '../contracts/secrets.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { BatchReply, CustomerIo } from '../ports/customerio.ts';

export type CustomerIoRegion = 'us' | 'eu';

const HOSTS: Readonly<Record<CustomerIoRegion, string>> = {
  us: 'https://track.customer.io',
  eu: 'https://track-eu.customer.io',
};

/** Chosen by region, never given as a URL; `loopbackPort` is the embedded engine's. */
export function trackApiOrigin(region: CustomerIoRegion, loopbackPort: number | undefined): string {
  return loopbackPort === undefined ? HOSTS[region] : `http://127.0.0.1:${loopbackPort}`;
}

export interface TrackApiSettings {
  readonly origin: string;
  /**
   * Asked for each request; may throw PausedError.
   * @param fresh the last ones were refused: a mended secret is taken up at once.
   */
  readonly credentials: (fresh: boolean) => Promise<CustomerIoSecret>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long an answer may take to begin, and to go on. */
  readonly timeoutMilliseconds?: number;
  /** Told how each batch was answered, and how long that took. */
  readonly onAnswer?: (answered: Answered, milliseconds: number) => void;
}

/** One keep-alive connection per worker: it sends one request at a time. */
export function trackApi(settings: TrackApiSettings): CustomerIo {
  const { origin, credentials, now, timeoutMilliseconds = 20_000, onAnswer = () => undefined } = settings;
  const dispatcher = new Agent({
    connections: 1,
    pipelining: 1,
    connect: { timeout: 5_000 },
    headersTimeout: timeoutMilliseconds,
    bodyTimeout: timeoutMilliseconds,
  });
  let refused = false;
  const timed = async (body: string, authorization: string): Promise<Answer> => {
    const began = now();
    const posting = post(`${origin}/api/v2/batch`, body, authorization, dispatcher);
    const status = await posting.then(
      (answer) => answer.status,
      () => undefined,
    );
    onAnswer(answeredBy(status), now() - began);
    return posting;
  };
  return {
    async postBatch(body, items) {
      try {
        const { siteId, apiKey } = await credentials(refused);
        refused = false;
        const authorization = `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString('base64')}`;
        return readAnswer(await timed(body, authorization), items, now);
      } catch (error) {
        refused = error instanceof PausedError;
        throw error;
      }
    },
  };
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

async function post(url: string, body: string, authorization: string, dispatcher: Agent): Promise<Answer> {
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body,
      dispatcher,
    });
    const retryAfter = response.headers['retry-after'];
    return {
      status: response.statusCode,
      retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter,
      body: await response.body.text(),
    };
  } catch (cause) {
    throw new DeferError('customerio_unreachable', 'Customer.io did not answer in time.', { cause });
  }
}

function answeredBy(status: number | undefined): Answered {
  if (status === undefined) return 'missing';
  if (status === 200) return 'accepted';
  if (status === 207) return 'partial';
  if (status === 429) return 'throttled';
  return status < 500 ? 'refused' : 'broken';
}

const UNRESOLVED_STATUSES = [400, 413, 422];
/** No API there, or none that takes a POST: asking again is in vain. */
const ENDPOINT_STATUSES = [404, 405];

function readAnswer(answer: Answer, items: number, now: () => number): BatchReply {
  const { status } = answer;
  if (status === 200 || status === 207) return readErrors(answer, items);
  if (status === 401 || status === 403) {
    throw new PausedError(
      'credentials',
      `Customer.io refuses the credentials (${status}). Put the right site id and API key into the secret, then redrive.`,
    );
  }
  if (status >= 300 && status < 400) {
    throw new PausedError(
      'region',
      'Customer.io redirects to another region: nothing is sent there. Set the region of the account, then redrive.',
    );
  }
  if (ENDPOINT_STATUSES.includes(status)) {
    throw new PausedError(
      'endpoint',
      `The address of Customer.io's Track API answers ${status}: nobody takes batches there. ` +
        'See that no proxy stands in between and that the account has the Track API v2, then redrive.',
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

/** An answer that names no item, or that is no JSON where it should be, leaves every item in doubt. */
function readErrors({ status, body }: Answer, items: number): BatchReply {
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
  const refusals = errors.map((error) => ({ index: readIndex(error, items), message: describe(error) }));
  const clear = refusals.every(({ index }) => index !== undefined);
  if (!clear) return { status: 'unresolved', message: refusals[0]?.message ?? '' };
  return { status: 'accepted', refusals: refusals as { index: number; message: string }[] };
}

function readIndex({ batch_index: index }: ItemError, items: number): number | undefined {
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < items
    ? index
    : undefined;
}

function describe({ field, reason, message }: ItemError): string {
  const text = message ?? reason ?? 'refused without a reason';
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
function readRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
