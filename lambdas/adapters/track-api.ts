// Posts to Customer.io's Track API v2. How its answers are read is in track-answer.ts.
import { Agent, request } from 'undici';
import type { Answered } from '../contracts/metrics.ts';
import type { CustomerIoSecret } from '../contracts/secrets.ts';
import { PausedError } from '../domain/errors.ts';
import type { CustomerIo } from '../ports/customerio.ts';
import { readAnswer, type TrackAnswer, unanswered } from './track-answer.ts';

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
  const timed = async (body: string, authorization: string): Promise<TrackAnswer> => {
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

async function post(
  url: string,
  body: string,
  authorization: string,
  dispatcher: Agent,
): Promise<TrackAnswer> {
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
    throw unanswered(cause);
  }
}

function answeredBy(status: number | undefined): Answered {
  if (status === undefined) return 'missing';
  if (status === 200) return 'accepted';
  if (status === 207) return 'partial';
  if (status === 429) return 'throttled';
  return status < 500 ? 'refused' : 'broken';
}
