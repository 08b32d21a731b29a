// Handles a request: checks the credentials, reads the operations, records the accepted ones, and makes the answer.

import { type Answer, json, OK, type Outcome, UNAUTHORIZED } from './answer.ts';
import { answerAppApi } from './app-api.ts';
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
  /** Key of the App API. Without it the App API refuses every request. */
  readonly appApiKey?: string;
}

/** The API with its state. */
export interface Api {
  credentials: Credentials;
  readonly region: 'us' | 'eu';
  /** Identifiers of the workspace, including `cio_id`. */
  readonly enabled: ReadonlySet<IdentifierKind>;
  readonly workspace: WorkspaceStore;
  /** Missing if the workspace is only in memory. */
  readonly journal: Journal | undefined;
  readonly rate: RateBucket;
  /** Rate of the App API. */
  readonly lookups: RateBucket;
}

export interface Handled {
  readonly outcome: Outcome;
  /** Operations in the request; 0 if it was not read. */
  readonly items: number;
}

const REGION_URLS = { us: 'https://track.customer.io', eu: 'https://track-eu.customer.io' } as const;

/** @param receivedAt milliseconds */
export function handleRequest(
  api: Api,
  request: TrackRequest,
  fault: Fault | undefined,
  receivedAt: number,
): Handled {
  const end = fault && endBefore(fault);
  if (end !== undefined) return { outcome: end, items: 0 };
  const looked = answerAppApi(api, request, receivedAt, (entry) => record(api, entry));
  if (looked !== undefined)
    return { outcome: fault === undefined ? looked : endAfter(fault, looked), items: 0 };
  const reading = authorizeAndRead(api, request);
  const items = 'status' in reading ? 0 : reading.total;
  const answer = 'status' in reading ? reading : accept(api, reading, fault, receivedAt);
  return { outcome: fault === undefined ? answer : endAfter(fault, answer), items };
}

function authorizeAndRead(api: Api, request: TrackRequest): Submission | Answer {
  if (!isAuthorized(api.credentials, request.authorization)) return UNAUTHORIZED;
  if (request.method === 'GET' && request.path === '/api/v1/accounts/region') {
    return json(200, { url: REGION_URLS[api.region], region: api.region, environment_id: 1 });
  }
  return readSubmission(request, { enabled: api.enabled, answers: api.workspace.answers });
}

/** HTTP Basic, `site_id:api_key`. */
function isAuthorized({ siteId, apiKey }: Credentials, authorization: string): boolean {
  const [scheme, token] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'basic' || token === undefined) return false;
  return Buffer.from(token, 'base64').toString() === `${siteId}:${apiKey}`;
}

function accept(api: Api, submission: Submission, fault: Fault | undefined, at: number): Answer {
  if (!api.rate.admits(at) || fault?.kind === 'acceptAndDrop') {
    record(api, { at, dropped: submission.total });
    return OK;
  }
  const distortsErrors =
    fault?.kind === 'errorsOn200' || fault?.kind === 'omitBatchIndex' || fault?.kind === 'quoteItem';
  const { accepted, errors, answer, total } = distortsErrors ? refuseFirst(submission, fault) : submission;
  if (accepted.length > 0) {
    const texts = accepted.map(({ json: text }) => text).join(',');
    record(api, { at, items: accepted.map(({ item }) => item) }, `{"at":${at},"items":[${texts}]}`);
  }
  return distortsErrors ? distort(fault, errors, total) : answer(errors);
}

/** Writes to the journal first, so that everything that tests see in the workspace survives a kill. */
export function record(
  { journal, workspace }: Pick<Api, 'journal' | 'workspace'>,
  entry: JournalEntry,
  line = JSON.stringify(entry),
): void {
  journal?.append(line);
  applyEntry(workspace, entry);
}

/** Refuses the first item, so that an answer with a distorted error is still true. */
function refuseFirst(submission: Submission, { kind }: Fault): Submission {
  const [first, ...accepted] = submission.accepted;
  if (first === undefined) return submission;
  const what = kind === 'quoteItem' ? `is invalid: ${first.json}` : 'is invalid';
  const error = { batch_index: first.index, ...invalid('name', what) };
  return { ...submission, accepted, errors: [error, ...submission.errors] };
}
