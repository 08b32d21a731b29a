// The endpoints of Customer.io's App API that the pipeline and `doctor --probe` call: attributes of one person or of up to
// 100, activities, and opt-outs of senders. It shows what is readable, which can be later than what was accepted. The bodies
// of 400, 401 and 404 are not published.

import { type Answer, json } from './answer.ts';
import { attributesOf, eventsOf, personOf, readOptOuts } from './app-api-people.ts';
import { isRecord } from './item-error.ts';
import type { JournalEntry } from './journal.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { IdentifierKind, PersonIdentifiers } from './track-item.ts';
import type { Workspace, WorkspaceView } from './workspace.ts';

/** "Your request is over the 10-per-second limit." */
export const LOOKUPS_PER_SECOND = 10;
/** "An array of 1 to 100 customer IDs." */
const BULK_LIMIT = 100;

export interface AppApiRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query?: string | undefined;
  readonly authorization: string;
  readonly body: Buffer;
}

export interface AppApi {
  readonly credentials: { readonly appApiKey?: string };
  readonly enabled: ReadonlySet<IdentifierKind>;
  readonly workspace: Workspace;
  readonly lookups: RateBucket;
}

type Record = (entry: JournalEntry) => void;

interface Call {
  readonly api: AppApi;
  readonly request: AppApiRequest;
  readonly kind: IdentifierKind;
  readonly view: WorkspaceView;
  readonly at: number;
  readonly record: Record;
}

const PATH = /^\/v1\/customers\/([^/]+)\/(attributes|activities|optouts)$/;
const BULK_PATH = '/v1/customers/attributes';

/** The answer of the App API, or `undefined` for a request to another API. @param at milliseconds */
export function answerAppApi(
  api: AppApi,
  request: AppApiRequest,
  at: number,
  record: Record,
): Answer | undefined {
  const [, segment, what] = PATH.exec(request.path) ?? [];
  if (segment === undefined && request.path !== BULK_PATH) return undefined;
  const { appApiKey = '' } = api.credentials;
  if (appApiKey === '' || request.authorization !== `Bearer ${appApiKey}`)
    return refused(401, 'unauthorized');
  if (!api.lookups.admits(at)) return refused(429, 'too many requests');
  const kind = new URLSearchParams(request.query).get('id_type') ?? 'id';
  if (!isEnabled(api.enabled, kind)) return refused(400, 'this workspace does not have this id_type');
  const call = { api, request, kind, view: api.workspace.readableAt(at), at, record };
  return segment === undefined ? answerBulk(call) : answerOne(call, decodeURIComponent(segment), what);
}

function answerOne(call: Call, value: string, what: string | undefined): Answer {
  const { view, request, kind } = call;
  const isChange = request.method === 'PUT' && what === 'optouts';
  if (request.method !== 'GET' && !isChange) return refused(405, 'method not allowed');
  const person = identifiersOf(kind, value);
  if (view.person(person) === undefined) return refused(404, 'not found');
  if (isChange) return changeOptOuts(call, person);
  if (what === 'optouts') return json(200, { optouts: view.optOuts(person) });
  if (what === 'activities')
    return json(200, { activities: eventsOf(view, person, request.query), next: '' });
  return json(200, { customer: attributesOf(view, person) });
}

/** "If an ID in the request does not exist, the response omits it." */
function answerBulk({ api, request, kind, view }: Call): Answer {
  if (request.method !== 'POST') return refused(405, 'method not allowed');
  const body = parsed(request.body);
  const ids: unknown = isRecord(body) ? body.ids : undefined;
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > BULK_LIMIT)
    return refused(400, `ids must be an array of 1 to ${BULK_LIMIT}`);
  const asked = api.workspace.answers.bulkLookup === 'any' ? kind : 'id';
  const people = ids.map((id) => identifiersOf(asked, String(id)));
  return json(200, {
    customers: people.flatMap((person) => personOf(view, person) ?? []),
  });
}

/** "This request is processed asynchronously." */
function changeOptOuts({ request, at, record }: Call, person: PersonIdentifiers): Answer {
  const optOuts = readOptOuts(parsed(request.body));
  if (optOuts === undefined) return refused(400, 'optouts must have from, optout, and a known channel');
  record({ at, choice: { person, optOuts } });
  return { status: 204, body: '' };
}

function identifiersOf(kind: IdentifierKind, value: string): PersonIdentifiers {
  return { [kind]: value } as unknown as PersonIdentifiers;
}

function isEnabled(enabled: ReadonlySet<IdentifierKind>, kind: string): kind is IdentifierKind {
  return (enabled as ReadonlySet<string>).has(kind);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refused(status: number, detail: string): Answer {
  return json(status, { errors: [{ detail, status: String(status) }] });
}
