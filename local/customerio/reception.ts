// One HTTP request from arrival to its end: read, pass the faults in wait for it, be dealt with, be recorded, be answered.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { json, type Outcome } from './answer.ts';
import { type Dealing, type Desk, dealWith } from './desk.ts';
import type { FaultQueue } from './faults.ts';
import type { RecordedRequest } from './request-log.ts';

/** What a running stand-in has at hand. */
export interface Reception {
  readonly desk: Desk;
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
  readonly now: () => number;
  readonly latencyMilliseconds: number;
  readonly recordBodies: boolean;
  readonly closing: AbortController;
}

export async function receive(
  reception: Reception,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const receivedAt = reception.now();
  const body = await buffer(request).catch(() => undefined);
  if (body === undefined) return; // the client went away
  const outcome = reply(reception, request, body, receivedAt);
  if (outcome === 'silence') return;
  if (outcome === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  const wait = reception.latencyMilliseconds + (outcome.delayMilliseconds ?? 0);
  if (wait > 0) await pause(wait, undefined, { signal: reception.closing.signal }).catch(() => undefined);
  response.writeHead(outcome.status, outcome.headers).end(outcome.body);
}

function reply(
  { desk, faults, requests, recordBodies }: Reception,
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  receivedAt: number,
): Outcome {
  const [path = '', query] = url.split('?');
  const { authorization = '', 'content-type': contentType = '' } = headers;
  const request = { method, path, query, contentType, authorization, body };
  const { outcome, items } = dealOrConfess(desk, request, faults.next(body), receivedAt);
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

/** A full disk or a bug here must not look like a row accepted: it was not answered with 200. */
function dealOrConfess(...dealing: Parameters<typeof dealWith>): Dealing {
  try {
    return dealWith(...dealing);
  } catch (error) {
    return { outcome: json(500, { meta: { error: `The stand-in failed: ${error}` } }), items: 0 };
  }
}
