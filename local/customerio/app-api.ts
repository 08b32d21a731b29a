// The only endpoint of Customer.io's App API that the pipeline calls: a person's attributes. "Attributes are all stored
// as strings." The bodies of 401 and 404 are not published.

import { type Answer, json } from './answer.ts';
import { identifierOf } from './people.ts';
import type { RateBucket } from './rate-bucket.ts';
import type { Attributes, IdentifierKind, Json, PersonIdentifiers } from './track-item.ts';
import type { Workspace } from './workspace.ts';

/** "Your request is over the 10-per-second limit." */
export const LOOKUPS_PER_SECOND = 10;

const ATTRIBUTES = /^\/v1\/customers\/([^/]+)\/attributes$/;
const PREFERENCES = 'cio_subscription_preferences';

export interface Lookup {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query?: string | undefined;
  readonly authorization: string;
}

export interface AppApi {
  readonly credentials: { readonly appApiKey?: string };
  readonly enabled: ReadonlySet<IdentifierKind>;
  readonly workspace: Workspace;
  readonly lookups: RateBucket;
}

/** The answer of the App API, or `undefined` for a request to another API. @param at milliseconds */
export function answerLookup(api: AppApi, request: Lookup, at: number): Answer | undefined {
  const [, segment] = ATTRIBUTES.exec(request.path) ?? [];
  if (segment === undefined) return undefined;
  const { appApiKey = '' } = api.credentials;
  if (appApiKey === '' || request.authorization !== `Bearer ${appApiKey}`)
    return refused(401, 'unauthorized');
  if (!api.lookups.admits(at)) return refused(429, 'too many requests');
  if (request.method !== 'GET') return refused(405, 'method not allowed');
  const kind = new URLSearchParams(request.query).get('id_type') ?? 'id';
  if (!isEnabled(api.enabled, kind)) return refused(400, 'this workspace does not have this id_type');
  const identifiers = { [kind]: decodeURIComponent(segment) } as unknown as PersonIdentifiers;
  const person = api.workspace.person(identifiers);
  if (person === undefined) return refused(404, 'not found');
  const { id, email } = person;
  const cioId = api.workspace.cioId(identifiers) ?? '';
  const own = { ...(id === null ? {} : { id }), ...(email === null ? {} : { email }), cio_id: cioId };
  return json(200, {
    customer: {
      id: id ?? identifierOf(identifiers)[1],
      identifiers: { cio_id: cioId, id, email },
      attributes: { ...asStrings(person.attributes), ...own },
      unsubscribed: person.attributes.unsubscribed === true,
      devices: [],
    },
  });
}

function isEnabled(enabled: ReadonlySet<IdentifierKind>, kind: string): kind is IdentifierKind {
  return (enabled as ReadonlySet<string>).has(kind);
}

/** Subscription preferences are set one topic at a time, and returned together. */
function asStrings(attributes: Attributes): Record<string, string> {
  const topics: Record<string, Json> = {};
  const strings: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const [, topic] = /^cio_subscription_preferences\.topics\.(.+)$/.exec(name) ?? [];
    if (topic !== undefined) topics[topic] = value;
    else strings[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  if (Object.keys(topics).length > 0) strings[PREFERENCES] = JSON.stringify({ topics });
  return strings;
}

function refused(status: number, detail: string): Answer {
  return json(status, { errors: [{ detail, status: String(status) }] });
}
