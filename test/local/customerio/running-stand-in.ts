// Starts stand-ins for a test file, and closes them after each test.

import { afterEach } from '@jest/globals';
import { type StandIn, type StandInOptions, startStandIn } from '../../../local/customerio/stand-in.ts';

export const CREDENTIALS = { siteId: 'site', apiKey: 'key' };

const running: StandIn[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.close()));
});

export async function start(options: Partial<StandInOptions> = {}): Promise<StandIn> {
  const standIn = await startStandIn({ ...CREDENTIALS, ...options });
  running.push(standIn);
  return standIn;
}

export function authorization({ siteId, apiKey } = CREDENTIALS): string {
  return `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString('base64')}`;
}

export function send(standIn: Pick<StandIn, 'url'>, path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${standIn.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    ...init,
    headers: { authorization: authorization(), 'content-type': 'application/json', ...init.headers },
  });
}

/** Posts a batch; `json` is undefined if the answer has no JSON. */
export async function sendBatch(standIn: Pick<StandIn, 'url'>, batch: readonly unknown[]) {
  const response = await send(standIn, '/api/v2/batch', { body: JSON.stringify({ batch }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}
