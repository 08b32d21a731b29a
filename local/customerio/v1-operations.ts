// The v1 endpoints that Customer.io's own Node.js client calls, converted to v2 operations.

import { isRecord } from './item-error.ts';

interface V1Endpoint {
  readonly method: string;
  readonly path: RegExp;
  readonly operation: (body: Body, segment: string) => unknown;
}

type Body = Readonly<Record<string, unknown>>;

const ENDPOINTS: readonly V1Endpoint[] = [
  { method: 'PUT', path: /^\/api\/v1\/customers\/([^/]+)$/, operation: identify },
  { method: 'DELETE', path: /^\/api\/v1\/customers\/([^/]+)$/, operation: onPerson('delete') },
  { method: 'POST', path: /^\/api\/v1\/customers\/([^/]+)\/events$/, operation: track },
  { method: 'POST', path: /^\/api\/v1\/customers\/([^/]+)\/suppress$/, operation: onPerson('suppress') },
  { method: 'POST', path: /^\/api\/v1\/customers\/([^/]+)\/unsuppress$/, operation: onPerson('unsuppress') },
  { method: 'POST', path: /^\/api\/v1\/merge_customers$/, operation: merge },
];

/** The endpoints of a path by method, each with a function that makes the (not yet validated) operation of a body. */
export function v1EndpointsAt(path: string): ReadonlyMap<string, (body: unknown) => unknown> {
  return new Map(
    ENDPOINTS.filter((endpoint) => endpoint.path.test(path)).map(({ method, path: pattern, operation }) => [
      method,
      (body) => operation(isRecord(body) ? body : {}, decoded(pattern.exec(path)?.[1] ?? '')),
    ]),
  );
}

/** In v1 the body consists of the attributes, and the time of the update is one of them. */
function identify(body: Body, segment: string): unknown {
  const { _timestamp: timestamp, cio_relationships: _, ...attributes } = body;
  return { type: 'person', action: 'identify', identifiers: personAt(segment), timestamp, attributes };
}

function track(body: Body, segment: string): unknown {
  const { name, id, timestamp, data: attributes } = body;
  const action = body.type === 'page' || body.type === 'screen' ? body.type : 'event';
  return { type: 'person', action, identifiers: personAt(segment), name, id, timestamp, attributes };
}

function onPerson(action: 'delete' | 'suppress' | 'unsuppress') {
  return (_: Body, segment: string) => ({ type: 'person', action, identifiers: personAt(segment) });
}

function merge({ primary, secondary }: Body): unknown {
  return { type: 'person', action: 'merge', primary, secondary };
}

/** "We determine the identifier type from the shape of the value". Only in v1 a cio_id has a prefix. */
function personAt(segment: string): unknown {
  if (segment.startsWith('cio_')) return { cio_id: segment.slice('cio_'.length) };
  return segment.includes('@') ? { email: segment } : { id: segment };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}
