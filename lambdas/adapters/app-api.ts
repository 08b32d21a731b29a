// Reads the attributes of a person from Customer.io's App API.
// Source: docs.customer.io/integrations/api/app/tag/customers/getPersonAttributes.
import * as z from 'zod';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { CustomerIoProfiles } from '../ports/customerio-profiles.ts';
import { exchange } from './http-exchange.ts';
import { readRetryAfter } from './track-answer.ts';

/** "Your request is over the 10-per-second limit." */
export const LOOKUPS_PER_SECOND = 10;

export interface AppApiSettings {
  readonly origin: string;
  /**
   * Called before each request. `undefined` or '' if the secret has no key. `fresh` after a key was refused or missing, so
   * that a corrected secret is used immediately.
   */
  readonly key: (options: { readonly fresh: boolean }) => Promise<string | undefined>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly timeoutMilliseconds?: number;
}

const AnswerSchema = z.object({ customer: z.object({ attributes: z.record(z.string(), z.unknown()) }) });

export function appApi({
  origin,
  key,
  now,
  timeoutMilliseconds = 10_000,
}: AppApiSettings): CustomerIoProfiles {
  const get = async (url: string, token: string) => {
    try {
      return await exchange(url, { headers: { authorization: `Bearer ${token}` } }, timeoutMilliseconds);
    } catch (cause) {
      throw new DeferError('customerio_unreachable', "Customer.io's App API did not answer in time.", {
        cause,
      });
    }
  };
  let refused = false;
  const paused = (message: string) => {
    refused = true;
    return new PausedError('app_api', message);
  };
  return {
    async attributesOf(person) {
      const token = await key({ fresh: refused });
      refused = false;
      if (!token)
        throw paused('The secret has no "appApiKey", which the App API needs. Store it in the secret.');
      const [kind = '', value = ''] = Object.entries(person)[0] ?? [];
      const path = `/v1/customers/${encodeURIComponent(value)}/attributes?id_type=${kind}`;
      const { status, retryAfter, body } = await get(origin + path, token);
      if (status === 200) return readAttributes(body);
      if (status === 404) return undefined;
      if (status === 401 || status === 403) throw paused(`The App API refuses the appApiKey (${status}).`);
      if (status < 500 && status !== 429)
        throw paused(`The App API answers ${status} to a request for a person.`);
      throw new DeferError('customerio_unavailable', `The App API answers ${status}.`, {
        retryAfterSeconds: readRetryAfter(retryAfter, now()),
      });
    },
  };
}

function readAttributes(body: string): Record<string, unknown> {
  try {
    return AnswerSchema.parse(JSON.parse(body)).customer.attributes;
  } catch {
    // Without the text and without the error of the parser: both may contain a value.
    throw new DeferError('customerio_unclear', 'The App API answers 200 without attributes.');
  }
}
