// Reads the attributes of people from Customer.io's App API.
// Source: docs.customer.io/integrations/api/app/tag/customers, getPersonAttributes and getPeopleById.
import * as z from 'zod';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { Identifiers } from '../domain/operations/item.ts';
import type { CustomerIoProfiles, FoundAttributes } from '../ports/customerio-profiles.ts';
import { exchange, type HttpAnswer } from './http-exchange.ts';
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

const PersonSchema = z.object({ attributes: z.record(z.string(), z.unknown()) });
const OneSchema = z.object({ customer: PersonSchema });
const ManySchema = z.object({
  customers: z.array(
    PersonSchema.extend({
      id: z.unknown(),
      identifiers: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});
type Listed = z.infer<typeof ManySchema>['customers'][number];

export function appApi({
  origin,
  key,
  now,
  timeoutMilliseconds = 10_000,
}: AppApiSettings): CustomerIoProfiles {
  let refused = false;
  const paused = (message: string) => {
    refused = true;
    return new PausedError('app_api', message);
  };
  /** @returns the answer, if its status is 200 or one of these. */
  const ask = async (path: string, body: string | undefined, ...expected: readonly number[]) => {
    const token = await key({ fresh: refused });
    refused = false;
    if (!token)
      throw paused('The secret has no "appApiKey", which the App API needs. Store it in the secret.');
    const answer = await request(origin + path, token, body, timeoutMilliseconds);
    const { status, retryAfter } = answer;
    if (status === 200 || expected.includes(status)) return answer;
    if (status === 401 || status === 403) throw paused(`The App API refuses the appApiKey (${status}).`);
    if (status < 500 && status !== 429)
      throw paused(`The App API answers ${status} to a request for a person.`);
    throw new DeferError('customerio_unavailable', `The App API answers ${status}.`, {
      retryAfterSeconds: readRetryAfter(retryAfter, now()),
    });
  };
  return {
    async attributesOf(person) {
      const [kind, value] = identifierOf(person);
      const path = `/v1/customers/${encodeURIComponent(value)}/attributes?id_type=${kind}`;
      const { status, body } = await ask(path, undefined, 404);
      return status === 404 ? undefined : read(OneSchema, body).customer.attributes;
    },
    async attributesOfMany(people) {
      const asked = people.map(identifierOf);
      const kind = asked[0]?.[0] ?? 'id';
      const path = `/v1/customers/attributes${kind === 'id' ? '' : `?id_type=${kind}`}`;
      const ids = JSON.stringify({ ids: asked.map(([, value]) => value) });
      // That it accepts `id_type` is not documented, so a 400 about it only means that no one is found.
      const { status, body } = await (kind === 'id' ? ask(path, ids) : ask(path, ids, 400));
      const listed = status === 400 ? [] : read(ManySchema, body).customers;
      return asked.map(([, value]) => attributesAmong(listed, kind, value));
    },
  };
}

async function request(
  url: string,
  token: string,
  body: string | undefined,
  timeoutMilliseconds: number,
): Promise<HttpAnswer> {
  const authorization = `Bearer ${token}`;
  const posted = { method: 'POST', headers: { authorization, 'content-type': 'application/json' } };
  try {
    return await exchange(
      url,
      body === undefined ? { headers: { authorization } } : { ...posted, body },
      timeoutMilliseconds,
    );
  } catch (cause) {
    throw new DeferError('customerio_unreachable', "Customer.io's App API did not answer in time.", {
      cause,
    });
  }
}

function identifierOf(person: Identifiers): readonly [kind: string, value: string] {
  return Object.entries(person)[0] ?? ['id', ''];
}

/** "If an ID in the request does not exist, the response omits it", so the order says nothing. */
function attributesAmong(listed: readonly Listed[], kind: string, value: string): FoundAttributes {
  // "`email` is case-insensitive."
  const comparable = (one: unknown) => (kind === 'email' ? String(one).toLowerCase() : String(one));
  return listed.find(({ id, identifiers, attributes }) => {
    const own = identifiers?.[kind] ?? attributes[kind] ?? (kind === 'id' ? id : undefined);
    return own !== undefined && own !== null && comparable(own) === comparable(value);
  })?.attributes;
}

function read<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(body));
  } catch {
    // Without the text and without the error of the parser: both may contain a value.
    throw new DeferError('customerio_unclear', 'The App API answers 200 without attributes.');
  }
}
