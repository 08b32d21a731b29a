// One HTTP request of the stand-in: reads it, applies an injected fault, handles it, records it, and answers it.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { json, type Outcome } from './answer.ts';
import type { FaultQueue } from './faults.ts';
import { type Api, type Handled, handleRequest } from './handle-request.ts';
import type { RecordedRequest } from './request-log.ts';

/** The state of a running stand-in. */
export interface StandInState {
  readonly api: Api;
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
  readonly now: () => number;
  readonly latencyMilliseconds: number;
  readonly recordBodies: boolean;
  readonly closing: AbortController;
}

export async function serveRequest(
  state: StandInState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const receivedAt = state.now();
  const body = await buffer(request).catch(() => undefined);
  if (body === undefined) return; // the client closed the connection
  const outcome = reply(state, request, body, receivedAt);
  if (outcome === 'silence') return;
  if (outcome === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const wait = state.latencyMilliseconds + (outcome.delayMilliseconds ?? 0);
  if (wait > 0) await pause(wait, undefined, { signal: state.closing.signal }).catch(() => undefined);
  response.writeHead(outcome.status, outcome.headers).end(outcome.body);
}

function reply(
  { api, faults, requests, recordBodies }: StandInState,
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  receivedAt: number,
): Outcome {
  const [path = '', query] = url.split('?');
  const { authorization = '', 'content-type': contentType = '' } = headers;
  const request = { method, path, query, contentType, authorization, body };
  const { outcome, items } = handleSafely(api, request, faults.next(body), receivedAt);
  requests.push({
    method,
    path,
    status: typeof outcome === 'string' ? null : outcome.status,
    bytes: body.length,
    items,
    receivedAt,
    ...(recordBodies ? { body: body.toString('utf8') } : {}),
  });
  return outcome;
}

/** After a full disk or a bug in the stand-in the answer must not be 200, because the row was not accepted. */
function handleSafely(...request: Parameters<typeof handleRequest>): Handled {
  try {
    return handleRequest(...request);
  } catch (error) {
    return { outcome: json(500, { meta: { error: `The stand-in failed: ${error}` } }), items: 0 };
  }
}
