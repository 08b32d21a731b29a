// Who may ask: a browser on this machine that shows our own page. Any site can send requests to a loopback port, or
// name itself 127.0.0.1 in DNS; what gives it away are the headers that a browser lets no script choose.
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is refused, or nothing. */
export function refusalOf({ method, headers }: Asked): string | undefined {
  const { host = '', origin, 'sec-fetch-site': site } = headers;
  if (!LOOPBACK.includes(host.replace(/:\d+$/, ''))) return 'This page is only there for this machine.';
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (origin !== `http://${host}` || (site !== undefined && site !== 'same-origin'))
    return 'Files are only taken from the page itself.';
  return undefined;
}
