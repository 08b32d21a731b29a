// Accepts requests only from a browser on this machine that shows our own page. Any website can send requests to a
// loopback port, or use DNS to resolve to 127.0.0.1. It is recognized by headers that browsers let no script set.
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface RequestHead {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused, or undefined if it is accepted. */
export function refusalOf({ method, headers }: RequestHead): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!LOOPBACK.includes(host.replace(/:\d+$/, '')))
    return 'This page is available only on this machine. Open it at http://127.0.0.1.';
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (origin !== `http://${host}` || (site !== undefined && site !== 'same-origin'))
    return 'Only the page itself can send files. Open the page, and drop the file there.';
  return undefined;
}
