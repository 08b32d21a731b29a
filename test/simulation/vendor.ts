// Customer.io in simulated time: the stand-in of the integration tests, without its socket, with the adapter's own code
// for responses.
import { readAnswer, unanswered } from '../../lambdas/adapters/track-answer.ts';
import type { EventItem, Identifiers, Item } from '../../lambdas/domain/operations/item.ts';
import type { Outcome } from '../../local/customerio/answer.ts';
import { createFaultQueue, type Fault } from '../../local/customerio/faults.ts';
import { type Api, handleRequest } from '../../local/customerio/handle-request.ts';
import { createRateBucket } from '../../local/customerio/rate-bucket.ts';
import type { PersonIdentifiers, TrackItem } from '../../local/customerio/track-item.ts';
import { type Answers, USUAL_ANSWERS } from '../../local/customerio/unverified.ts';
import { createWorkspace, type Workspace, type WorkspaceStore } from '../../local/customerio/workspace.ts';
import type { Invocation } from './invocation.ts';
import type { Ports } from './ports.ts';
import type { Scheduler } from './scheduler.ts';

export interface VendorRequest {
  /** How many effects there were before it. */
  readonly order: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly importId: string;
  readonly items: readonly Item[];
  readonly status: number | 'reset' | 'silence';
}

export interface Vendor {
  readonly workspace: Workspace;
  readonly requests: readonly VendorRequest[];
  /** ULIDs of the events that were accepted. */
  readonly accepted: ReadonlySet<string>;
  readonly inject: (...faults: readonly Fault[]) => void;
  /** The fault of a request at this time, from now on, also of a worker that was given up. Injected faults come first. */
  outage: ((at: number, isOrphan: boolean) => Fault | undefined) | undefined;
  readonly limitRate: (requestsPerSecond: number | undefined) => void;
  /** The ports as one invocation sees them. */
  readonly ports: (invocation: Invocation, importId: string) => Pick<Ports, 'customerIo' | 'profiles'>;
}

type Response = Exclude<Outcome, string>;

/** The value that makes the stand-in decline a row. */
export const REFUSED = 'refused';
const CREDENTIALS = { siteId: 'site', apiKey: 'key' };
const AUTHORIZATION = `Basic ${Buffer.from('site:key').toString('base64')}`;
/** adapters/track-api.ts stops waiting after it. */
const TIMEOUT_SECONDS = 20;
const IDENTIFIERS = ['id', 'email', 'cio_id'] as const;

export interface VendorOptions {
  readonly scheduler: Scheduler;
  readonly latencySeconds: () => number;
  /** How many effects there have been. */
  readonly order: () => number;
  /** How it answers what is not documented. The default is the usual way. */
  readonly answers?: Partial<Answers> | undefined;
}

export function createVendor({ scheduler, latencySeconds, order, answers }: VendorOptions): Vendor {
  const workspace = createWorkspace(new Set(IDENTIFIERS), { ...USUAL_ANSWERS, ...answers });
  const accepted = new Set<string>();
  const faults = createFaultQueue();
  const requests: VendorRequest[] = [];
  const api = apiOf(workspace, (id) => accepted.add(id));
  const receive = (body: string, importId: string, isOrphan: boolean): Outcome => {
    const at = scheduler.now();
    const { batch: items } = JSON.parse(body) as { batch: Item[] };
    const bytes = Buffer.from(items.some(isToBeRefused) ? spoil(items) : body);
    const request = { method: 'POST', path: '/api/v2/batch', contentType: 'application/json' };
    const fault = faults.next(bytes) ?? vendor.outage?.(at, isOrphan);
    const handled = handleRequest(api, { ...request, authorization: AUTHORIZATION, body: bytes }, fault, at);
    const { outcome } = handled;
    const status = typeof outcome === 'string' ? outcome : outcome.status;
    requests.push({ order: order(), at, importId, items, status });
    return outcome;
  };
  const vendor: Vendor = {
    workspace,
    requests,
    accepted,
    inject: faults.inject,
    outage: undefined,
    limitRate: api.rate.limit,
    ports: (invocation, importId) => ({
      customerIo: {
        async postBatch(body, items) {
          const happen = () => receive(body, importId, invocation.isOrphan());
          const outcome = await invocation.effect('customerio post', happen, () => unanswered('lost'));
          const { status, headers = {}, body: text } = await arrived(outcome, invocation, latencySeconds);
          return readAnswer({ status, retryAfter: headers['retry-after'], body: text }, items, scheduler.now);
        },
      },
      profiles: profilesOf(workspace, invocation),
    }),
  };
  return vendor;
}

/** @param onEvent called with the ULID of each event that is accepted. */
function apiOf(workspace: WorkspaceStore, onEvent: (id: string) => void): Api {
  return {
    credentials: CREDENTIALS,
    region: 'us',
    enabled: new Set(IDENTIFIERS),
    journal: undefined,
    rate: createRateBucket(),
    lookups: createRateBucket(),
    workspace: {
      ...workspace,
      apply: (items: readonly TrackItem[], at: number) => {
        for (const item of items) if ('id' in item && item.action === 'event') onEvent(String(item.id));
        workspace.apply(items, at);
      },
    },
  };
}

/** Waits for the response. @throws DeferError if it does not arrive in time. */
async function arrived(outcome: Outcome, { sleep }: Invocation, latency: () => number): Promise<Response> {
  if (outcome === 'silence') await sleep(TIMEOUT_SECONDS);
  if (typeof outcome === 'string') throw unanswered(outcome);
  const seconds = latency() + (outcome.delayMilliseconds ?? 0) / 1000;
  if (seconds > 0) await sleep(Math.min(seconds, TIMEOUT_SECONDS));
  if (seconds >= TIMEOUT_SECONDS) throw unanswered('too late');
  return outcome;
}

function profilesOf(workspace: Workspace, { effect }: Invocation): Ports['profiles'] {
  const find = (person: Identifiers) => workspace.person(person as PersonIdentifiers)?.attributes;
  const unheard = () => unanswered('lost');
  return {
    attributesOf: (person) => effect('customerio look', () => find(person), unheard),
    attributesOfMany: (people) => effect('customerio look', () => people.map(find), unheard),
  };
}

export function isEvent(item: Item): item is EventItem {
  return item.type === 'person' && item.action === 'event';
}

function isToBeRefused(item: Item): boolean {
  return 'attributes' in item && item.attributes?.wish === REFUSED;
}

/** Removes what the stand-in requires of these items, so that it declines them in its own way. */
function spoil(items: readonly Item[]): string {
  return JSON.stringify({
    batch: items.map((item) => (isToBeRefused(item) ? { ...item, action: 'unheard of' } : item)),
  });
}
