// What the App API says of a person: attributes ("all stored as strings"), events, and opt-outs of senders.

import type { OptOut } from './choices.ts';
import { isRecord } from './item-error.ts';
import { identifierOf } from './people.ts';
import type { Attributes, Json, PersonIdentifiers } from './track-item.ts';
import type { WorkspaceView } from './workspace.ts';

const PREFERENCES = 'cio_subscription_preferences';

/** `undefined` if there is no such person. */
export function personOf(view: WorkspaceView, identifiers: PersonIdentifiers) {
  return view.person(identifiers) && attributesOf(view, identifiers);
}

export function attributesOf(view: WorkspaceView, identifiers: PersonIdentifiers) {
  const { id = null, email = null, attributes = {} } = view.person(identifiers) ?? {};
  const cioId = view.cioId(identifiers) ?? '';
  const own = { ...(id === null ? {} : { id }), ...(email === null ? {} : { email }), cio_id: cioId };
  return {
    id: id ?? identifierOf(identifiers)[1],
    identifiers: { cio_id: cioId, id, email },
    attributes: { ...asStrings(attributes), ...own },
    unsubscribed: attributes.unsubscribed === true,
    devices: [],
  };
}

/** Of the query, `type` and `name` count. */
export function eventsOf(view: WorkspaceView, identifiers: PersonIdentifiers, query: string | undefined) {
  const search = new URLSearchParams(query);
  const type = search.get('type') ?? 'event';
  const name = search.get('name');
  const { id = null, email = null } = view.person(identifiers) ?? {};
  const cioId = view.cioId(identifiers) ?? '';
  const person = id ?? email ?? cioId;
  const events = [...view.events()].filter(
    (event) => type === 'event' && event.person === person && (name === null || event.name === name),
  );
  return events.map((event) => ({
    type: 'event',
    name: event.name,
    timestamp: event.timestamp,
    data: event.attributes,
    customer_id: id,
    customer_identifiers: { cio_id: cioId, id, email },
  }));
}

/** The changes of a body of `PUT /v1/customers/{id}/optouts`; `channel` "defaults to `sms`". */
export function readOptOuts(body: unknown): readonly OptOut[] | undefined {
  if (!isRecord(body) || !Array.isArray(body.optouts)) return undefined;
  const read = body.optouts.map((entry: unknown) => {
    if (!isRecord(entry)) return undefined;
    const { from, optout, channel = 'sms' } = entry;
    if (typeof from !== 'string' || typeof optout !== 'boolean') return undefined;
    return channel === 'sms' || channel === 'whatsapp' ? { from, optout, channel } : undefined;
  });
  return read.includes(undefined) ? undefined : (read as OptOut[]);
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
