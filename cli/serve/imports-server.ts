// Serves the page of imports on this machine: running and ended imports, their reports, and a form to drop files.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Target } from '../target/target.ts';
import { refusalOf } from './guard-request.ts';
import { liveImports } from './live-imports.ts';
import { printImports, printLivePage } from './live-page.ts';
import { receiveFile } from './receive-file.ts';
import { findReportFile } from './report-file.ts';

export interface ImportsServerOptions {
  readonly target: Target;
  /** Names of the feeds that files can be dropped for. */
  readonly feeds: readonly string[];
  /** A free port by default. */
  readonly port?: number | undefined;
}

export interface ImportsServer {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<Buffer>;
}

/** Headers of every response: not cached, not framed, and never read as another content type. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Listens on loopback only.
 * @throws Error if another process uses the port.
 */
export async function startImportsServer(options: ImportsServerOptions): Promise<ImportsServer> {
  const answer = answerer(options);
  const server = createServer(async (request, response) => {
    try {
      await send(response, await answer(request));
    } catch (error) {
      if (request.destroyed && !request.complete) return;
      process.stderr.write(`${String(error)}\n`);
      if (response.headersSent) response.destroy();
      else await send(response, text(500, 'The request failed. The terminal shows the error.'));
    } finally {
      // Reads the rest of a refused body: browsers read the response only after they have sent everything.
      request.resume();
    }
  });
  await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answerer({ target, feeds }: ImportsServerOptions): (request: IncomingMessage) => Promise<Reply> {
  const dropped = new Set<string>();
  const live = liveImports(target);
  return async (request) => {
    const { method = '', headers } = request;
    const refused = refusalOf({ method, headers });
    if (refused !== undefined) return text(403, refused);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (method === 'POST' && pathname === '/drop') {
      const received = await receiveFile(target, feeds, request, searchParams);
      if ('status' in received) return text(received.status, received.message);
      dropped.add(received.importId);
      return text(201, `${received.key} is in the bucket.`);
    }
    if (method !== 'GET' && method !== 'HEAD') return text(405, `This address does not accept ${method}.`);
    if (pathname === '/') return page(printLivePage(feeds, await live(dropped), target.call));
    if (pathname === '/imports') return page(printImports(await live(dropped), target.call));
    const file = await findReportFile(target.objects, pathname);
    return file ? { status: 200, ...file } : text(404, 'There is no such page.');
  };
}

function page(body: string): Reply {
  return { status: 200, type: 'text/html; charset=utf-8', body };
}

function text(status: number, body: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body };
}

async function send(response: ServerResponse, { status, type, headers, body }: Reply): Promise<void> {
  response.writeHead(status, { ...HEADERS, ...headers, 'content-type': type });
  if (typeof body === 'string') response.end(body);
  else await pipeline(body, response);
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  server.keepAliveTimeout = 60_000; // long, so that no idle connection closes just when a client reuses it
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  }).catch((cause) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    throw new Error(
      `Another process uses port ${port}. Choose another --port, or omit it to get a free port.`,
      {
        cause,
      },
    );
  });
}
