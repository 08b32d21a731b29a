// An embedded S3: path-style requests over HTTP, objects in a directory.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Credentials } from '../access/credentials.ts';
import { isToLoopback } from '../access/refuse-request.ts';
import { isSignedWith } from '../access/signature.ts';
import { type BucketOptions, createBucket } from './disk/buckets.ts';
import { openDisk } from './disk/disk.ts';
import { S3Error } from './http/errors.ts';
import { readRequest, type S3Request } from './http/s3-request.ts';
import { writeXml } from './http/xml.ts';
import { type Creation, type ObjectCreated, objectCreated } from './operations/object-created.ts';
import type { S3Reply } from './operations/s3-call.ts';
import { perform } from './routes.ts';

export interface S3ServerOptions {
  /** Directory in which buckets persist. Only one server at a time may use it. */
  readonly directory: string;
  /** On 127.0.0.1. Default 0: a free port. */
  readonly port?: number;
  /** Requests must be signed with them. Default: signatures are not verified. */
  readonly credentials?: Credentials;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /**
   * Gets the "Object Created" event of buckets with `eventBridge`, after the object is in place and before the client gets
   * its response. An error that it throws is answered as InternalError.
   */
  readonly onObjectCreated?: (event: ObjectCreated) => void;
}

export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Creates the bucket, or sets the options of an existing one. Versioning cannot be turned off. */
  createBucket(name: string, options: BucketOptions): Promise<void>;
  /** Closes connections, and waits until no operation uses the directory. */
  close(): Promise<void>;
}

export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { directory, port = 0, now = Date.now, onObjectCreated, credentials } = options;
  const disk = await openDisk(directory, now);
  const created = (creation: Creation): void => {
    if (creation.bucket.eventBridge) onObjectCreated?.(objectCreated(creation));
  };
  const running = new Set<Promise<void>>();
  // An upload may take any time, and an SDK may reuse a connection after a pause.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (message, response) => {
    const work = answer(message, response, (request) => {
      refuseUnsigned(message, credentials);
      return perform(disk, request, created);
    });
    running.add(work);
    work.finally(() => running.delete(work));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    createBucket: (name, bucketOptions) => createBucket(disk, name, bucketOptions),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(running);
    },
  };
}

/** @throws S3Error */
function refuseUnsigned(message: IncomingMessage, credentials: Credentials | undefined): void {
  const { method = '', url = '', headers } = message;
  if (!isToLoopback(headers)) throw new S3Error('AccessDenied');
  if (credentials && !isSignedWith({ method, url, headers }, credentials))
    throw new S3Error('SignatureDoesNotMatch');
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  work: (request: S3Request) => Promise<S3Reply>,
): Promise<void> {
  const id = randomBytes(8).toString('hex').toUpperCase();
  response.setHeader('x-amz-request-id', id);
  try {
    await send(response, await work(readRequest(message, id)));
  } catch (error) {
    if (clientLeft(error)) return;
    const reply = errorReply(error, id);
    if (response.headersSent) response.destroy();
    else await send(response, reply);
  } finally {
    // Reads the rest of a refused body: some clients read the response only after they have sent everything.
    message.resume();
  }
}

async function send(response: ServerResponse, { status, headers = {}, body }: S3Reply): Promise<void> {
  response.statusCode = status;
  response.setHeaders(new Map(Object.entries(headers)));
  if (typeof body === 'object') return pipeline(body, response);
  if (body !== undefined) response.setHeader('content-type', 'application/xml');
  response.end(body);
}

function errorReply(error: unknown, id: string): S3Reply {
  if (!(error instanceof S3Error)) console.error(error);
  const { code, status, message, headers, details } =
    error instanceof S3Error ? error : new S3Error('InternalError');
  const body = writeXml('Error', { Code: code, Message: message, ...details, RequestId: id });
  return status === 304 ? { status, headers } : { status, headers, body };
}

function clientLeft(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_UNABLE_TO_PIPE'].includes(code);
}
