// What the probe asks of Customer.io: to accept an item, to return people, and to count a person's events. It uses the same
// adapters as the pipeline.
import * as z from 'zod';
import { appApi } from '../../../lambdas/adapters/app-api.ts';
import { exchange } from '../../../lambdas/adapters/http-exchange.ts';
import { trackApi } from '../../../lambdas/adapters/track-api.ts';
import type { CustomerIoSecret } from '../../../lambdas/contracts/secrets.ts';
import { DeferError } from '../../../lambdas/domain/errors.ts';
import type { Clock } from '../../../lambdas/ports/clock.ts';
import type { CustomerIo } from '../../../lambdas/ports/customerio.ts';
import { type FoundAttributes, PEOPLE_PER_LOOKUP } from '../../../lambdas/ports/customerio-profiles.ts';
import { PROBE_EVENT, type ProbeItem } from './questions.ts';

export interface ProbeClient {
  /** @returns whether Customer.io accepted the item. */
  readonly send: (item: ProbeItem) => Promise<boolean>;
  /** In the order of the values. */
  readonly find: (kind: 'id' | 'email', values: readonly string[]) => Promise<readonly FoundAttributes[]>;
  /** How many of the probe's events the App API lists for the person. */
  readonly countEvents: (id: string) => Promise<number>;
}

export interface ProbeClientSettings {
  readonly track: string;
  readonly app: string;
  readonly secret: CustomerIoSecret;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
}

/** Attempts while Customer.io throttles or does not answer, and the pause between them. */
const ATTEMPTS = 4;
const PAUSE_SECONDS = 5;
const TIMEOUT_MILLISECONDS = 20_000;

const ActivitiesSchema = z.object({ activities: z.array(z.object({ name: z.string().nullish() })) });

export function probeClient({ track, app, secret, clock }: ProbeClientSettings): ProbeClient {
  const posting = trackApi({ origin: track, credentials: async () => secret, now: clock.now });
  const profiles = appApi({ origin: app, key: async () => secret.appApiKey, now: clock.now });
  const patiently = <Result>(call: () => Promise<Result>) => repeat(call, clock);
  return {
    send: (item) => patiently(() => post(posting, item)),
    find: async (kind, values) => {
      const found: FoundAttributes[] = [];
      for (let from = 0; from < values.length; from += PEOPLE_PER_LOOKUP) {
        const some = values.slice(from, from + PEOPLE_PER_LOOKUP);
        const people = some.map((value) => (kind === 'id' ? { id: value } : { email: value }));
        found.push(...(await patiently(() => profiles.attributesOfMany(people))));
      }
      return found;
    },
    countEvents: (id) => patiently(() => countEvents(app, secret, id)),
  };
}

/** One item is sent alone, so an answer that names no item is about this one. */
async function post(posting: CustomerIo, item: ProbeItem): Promise<boolean> {
  const reply = await posting.postBatch(JSON.stringify({ batch: [item] }), 1);
  return reply.status === 'accepted' && reply.declined.length === 0;
}

async function countEvents(app: string, { appApiKey = '' }: CustomerIoSecret, id: string): Promise<number> {
  const query = `type=event&name=${encodeURIComponent(PROBE_EVENT)}`;
  const url = `${app}/v1/customers/${encodeURIComponent(id)}/activities?${query}`;
  const request = { headers: { authorization: `Bearer ${appApiKey}` } };
  const { status, body } = await exchange(url, request, TIMEOUT_MILLISECONDS).catch((cause: unknown) => {
    throw new DeferError('customerio_unreachable', "Customer.io's App API did not answer.", { cause });
  });
  if (status === 404) return 0;
  if (status === 429 || status >= 500)
    throw new DeferError('customerio_unavailable', `The App API answers ${status}.`);
  if (status !== 200) throw new Error(`The App API answers ${status} to a request for activities.`);
  const { activities } = ActivitiesSchema.parse(JSON.parse(body));
  return activities.filter(({ name }) => name === PROBE_EVENT).length;
}

async function repeat<Result>(call: () => Promise<Result>, clock: Pick<Clock, 'sleep'>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof DeferError) || attempt === ATTEMPTS) throw error;
      await clock.sleep(error.retryAfterSeconds ?? PAUSE_SECONDS);
    }
  }
}
