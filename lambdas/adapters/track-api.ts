// Posts to Customer.io's Track API v2. track-answer.ts reads the answers.
import type { Answered } from '../contracts/metrics.ts';
import type { CustomerIoSecret } from '../contracts/secrets.ts';
import { PausedError } from '../domain/errors.ts';
import type { CustomerIo } from '../ports/customerio.ts';
import { exchange, type HttpAnswer } from './http-exchange.ts';
import { readAnswer, unanswered } from './track-answer.ts';

export interface TrackApiSettings {
  readonly origin: string;
  /**
   * Called before each request. May throw PausedError. `fresh` after credentials were refused, so that a corrected secret
   * is used immediately.
   */
  readonly credentials: (options: { readonly fresh: boolean }) => Promise<CustomerIoSecret>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How long an answer may take. */
  readonly timeoutMilliseconds?: number;
  /** Called with the kind of each answer, and the time that it took. */
  readonly onAnswer?: (answered: Answered, milliseconds: number) => void;
}

export function trackApi(settings: TrackApiSettings): CustomerIo {
  const { origin, credentials, now, timeoutMilliseconds = 20_000, onAnswer = () => undefined } = settings;
  let refused = false;
  const timed = async (body: string, authorization: string): Promise<HttpAnswer> => {
    const began = now();
    const posting = post(`${origin}/api/v2/batch`, body, authorization, timeoutMilliseconds);
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
        const { siteId, apiKey } = await credentials({ fresh: refused });
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
  timeoutMilliseconds: number,
): Promise<HttpAnswer> {
  const headers = { authorization, 'content-type': 'application/json' };
  try {
    return await exchange(url, { method: 'POST', headers, body }, timeoutMilliseconds);
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
