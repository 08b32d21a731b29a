// Where a request is dealt with: may it enter, what is in it, what of it is kept, what is said.

import { type Answer, json, OK, type Outcome, UNAUTHORIZED } from './answer.ts';
import { answerLookup } from './app-api.ts';
import { distort, endAfter, endBefore, type Fault } from './faults.ts';
import { invalid } from './item-error.ts';
import { applyEntry, type Journal, type JournalEntry } from './journal.ts';
import type { RateBucket } from './rate-bucket.ts';
import { readSubmission, type Submission, type TrackRequest } from './submission.ts';
import type { IdentifierKind } from './track-item.ts';
import type { WorkspaceStore } from './workspace.ts';

export interface Credentials {
  readonly siteId: string;
  readonly apiKey: string;
  /** Of the App API; without one, it lets nobody in. */
  readonly appApiKey?: string;
}

export interface Desk {
  credentials: Credentials;
  readonly region: 'us' | 'eu';
  /** Identifiers of the workspace, `cio_id` among them. */
  readonly enabled: ReadonlySet<IdentifierKind>;
  readonly workspace: WorkspaceStore;
  /** Absent where the workspace lives in memory only. */
  readonly journal: Journal | undefined;
  readonly rate: RateBucket;
  /** Of the App API. */
  readonly lookups: RateBucket;
}

export interface Dealing {
  readonly outcome: Outcome;
  /** Operations that the request carried; 0 where nobody looked. */
  readonly items: number;
}

const REGION_URLS = { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' } as const;

/** @param receivedAt milliseconds */
export function dealWith(
  desk: Desk,
  request: TrackRequest,
  fault: Fault | undefined,
  receivedAt: number,
): Dealing {
  const end = fault && endBefore(fault);
  if (end !== undefined) return { outcome: end, items: 0 };
  const told = answerLookup(desk, request, receivedAt);
  if (told !== undefined) return { outcome: fault === undefined ? told : endAfter(fault, told), items: 0 };
  const reading = admit(desk, request);
  const items = 'status' in reading ? 0 : reading.total;
  const answer = 'status' in reading ? reading : take(desk, reading, fault, receivedAt);
  return { outcome: fault === undefined ? answer : endAfter(fault, answer), items };
}

function admit(desk: Desk, request: TrackRequest): Submission | Answer {
  if (!isAuthorized(desk.credentials, request.authorization)) return UNAUTHORIZED;
  if (request.method === 'GET' && request.path === '/api/v1/accounts/region') {
    return json(200, { url: REGION_URLS[desk.region], region: desk.region, environment_id: 1 });
  }
  return readSubmission(request, desk.enabled);
}

/** HTTP Basic, `site_id:api_key`. */
function isAuthorized({ siteId, apiKey }: Credentials, authorization: string): boolean {
  const [scheme, token] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'basic' || token === undefined) return false;
  return Buffer.from(token, 'base64').toString() === `${siteId}:${apiKey}`;
}

function take(desk: Desk, submission: Submission, fault: Fault | undefined, at: number): Answer {
  if (!desk.rate.admits(at) || fault?.kind === 'acceptAndDrop') {
    const entry = { at, dropped: submission.total };
    record(desk, entry, JSON.stringify(entry));
    return OK;
  }
  const distortsErrors =
    fault?.kind === 'errorsOn200' || fault?.kind === 'omitBatchIndex' || fault?.kind === 'quoteItem';
  const { accepted, errors, answer, total } = distortsErrors ? refuseFirst(submission, fault) : submission;
  if (accepted.length > 0) {
    const texts = accepted.map(({ json: text }) => text).join(',');
    record(desk, { at, items: accepted.map(({ item }) => item) }, `{"at":${at},"items":[${texts}]}`);
  }
  return distortsErrors ? distort(fault, errors, total) : answer(errors);
}

/** First the journal, then the workspace: what tests see must survive. */
function record({ journal, workspace }: Desk, entry: JournalEntry, line: string): void {
  journal?.append(line);
  applyEntry(workspace, entry);
}

/** So that an answer with a distorted error tells the truth all the same: that item is not kept. */
function refuseFirst(submission: Submission, { kind }: Fault): Submission {
  const [first, ...accepted] = submission.accepted;
  if (first === undefined) return submission;
  const what = kind === 'quoteItem' ? `is invalid: ${first.json}` : 'is invalid';
  const error = { batch_index: first.index, ...invalid('name', what) };
  return { ...submission, accepted, errors: [error, ...submission.errors] };
}
