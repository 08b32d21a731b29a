// Reads and checks the operations of a request. Nothing is applied here.

import { isUtf8 } from 'node:buffer';
import { type Answer, type BatchError, json, OK } from './answer.ts';
import { type ItemError, invalid, isRecord, required } from './item-error.ts';
import { ITEM_LIMIT_BYTES, itemErrors, type WorkspaceRules } from './item-rules.ts';
import type { TrackItem } from './track-item.ts';
import { v1EndpointsAt } from './v1-operations.ts';

/** Bytes. The specification says "500kb"; units of 1000 are the strict reading. */
export const BATCH_LIMIT_BYTES = 500_000;

export interface TrackRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query?: string | undefined;
  readonly contentType: string;
  readonly authorization: string;
  readonly body: Buffer;
}

export interface AcceptedItem {
  readonly index: number;
  readonly item: TrackItem;
  readonly json: string;
}

export interface Submission {
  readonly total: number;
  readonly accepted: readonly AcceptedItem[];
  readonly errors: readonly BatchError[];
  /** The endpoint's answer for these errors, or for none. */
  readonly answer: (errors: readonly BatchError[]) => Answer;
}

type Endpoint = (request: TrackRequest, workspace: WorkspaceRules) => Submission | Answer;

/** The operations in a request to a data endpoint, or the answer that refuses the whole request (400, 404, 405). */
export function readSubmission(request: TrackRequest, workspace: WorkspaceRules): Submission | Answer {
  const endpoints = endpointsAt(request.path);
  const endpoint = endpoints.get(request.method);
  if (endpoint !== undefined) return endpoint(request, workspace);
  if (endpoints.size === 0) return json(404, { meta: { error: 'Not found' } });
  return json(405, { meta: { error: 'Method not allowed' } }, { allow: [...endpoints.keys()].join(', ') });
}

function endpointsAt(path: string): ReadonlyMap<string, Endpoint> {
  if (path === '/api/v2/batch') return new Map([['POST', readBatch]]);
  if (path === '/api/v2/entity') return new Map([['POST', readEntity]]);
  return new Map([...v1EndpointsAt(path)].map(([method, operation]) => [method, v1Reader(operation)]));
}

const readBatch: Endpoint = (request, workspace) => {
  const body = parse(request, BATCH_LIMIT_BYTES);
  if ('fault' in body) return wholeRefused([body.fault]);
  const batch = isRecord(body.value) ? body.value.batch : undefined;
  if (!Array.isArray(batch)) return wholeRefused([invalid('batch', 'must be an array')]);
  if (batch.length === 0) return wholeRefused([required('batch', 'must not be empty')]);
  return checkItems(batch, workspace, (errors) => (errors.length === 0 ? OK : json(207, { errors })));
};

const readEntity: Endpoint = (request, workspace) => {
  const body = parse(request, ITEM_LIMIT_BYTES);
  if ('fault' in body) return wholeRefused([body.fault]);
  return checkItems([body.value], workspace, (errors) => (errors.length === 0 ? OK : wholeRefused(errors)));
};

function v1Reader(operation: (body: unknown) => unknown): Endpoint {
  return (request, workspace) => {
    const body: Parsed = request.body.length === 0 ? { value: {} } : parse(request, BATCH_LIMIT_BYTES);
    if ('fault' in body) return v1Refused([body.fault]);
    return checkItems([operation(body.value)], workspace, (errors) =>
      errors.length === 0 ? OK : v1Refused(errors),
    );
  };
}

type Parsed = { readonly value: unknown } | { readonly fault: ItemError };

function parse({ body, contentType }: TrackRequest, limitBytes: number): Parsed {
  if (body.length > limitBytes) return { fault: invalid('body', `is longer than ${limitBytes} bytes`) };
  if (!contentType.startsWith('application/json')) return { fault: invalid('content-type', 'must be JSON') };
  if (!isUtf8(body)) return { fault: invalid('body', 'must be UTF-8') };
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return { fault: invalid('body', 'must be JSON') };
  }
}

function checkItems(
  items: readonly unknown[],
  workspace: WorkspaceRules,
  answer: Submission['answer'],
): Submission {
  const accepted: AcceptedItem[] = [];
  const errors: BatchError[] = [];
  for (const [index, item] of items.entries()) {
    const text = JSON.stringify(item);
    const found = itemErrors(item, Buffer.byteLength(text), workspace);
    if (found.length === 0) accepted.push({ index, item: item as TrackItem, json: text });
    for (const error of found) errors.push({ batch_index: index, ...error });
  }
  return { total: items.length, accepted, errors, answer };
}

/** "The entire request was malformed or invalid": no batch_index. */
function wholeRefused(errors: readonly ItemError[]): Answer {
  return json(400, { errors: errors.map(({ reason, field, message }) => ({ reason, field, message })) });
}

function v1Refused(errors: readonly ItemError[]): Answer {
  return json(400, { meta: { errors: errors.map(({ message }) => message) } });
}
