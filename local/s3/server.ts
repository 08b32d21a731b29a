// An S3 of one's own: path-style over HTTP, objects in a directory, signatures not verified.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { type BucketOptions, createBucket } from './disk/buckets.ts';
import { openDisk } from './disk/disk.ts';
import { S3Error } from './http/errors.ts';
import type { S3Reply } from './http/s3-call.ts';
import { readRequest, type S3Request } from './http/s3-request.ts';
import { writeXml } from './http/xml.ts';
import { type Creation, type ObjectCreated, objectCreated } from './object-created.ts';
import { perform } from './routes.ts';

export interface S3ServerOptions {
  /** Where buckets persist. One server at a time. */
  readonly directory: string;
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /**
   * Gets EventBridge's "Object Created" event of buckets with `eventBridge`, once the object is in place and before the
   * client has its answer. What it throws becomes that answer (InternalError).
   */
  readonly onObjectCreated?: (event: ObjectCreated) => void;
}

export interface S3Server {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Makes the bucket, or gives an existing one these options; versioning cannot be turned off again. */
  createBucket(name: string, options: BucketOptions): Promise<void>;
  /** Cuts connections and waits until the directory is left alone. */
  close(): Promise<void>;
}

export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { directory, port = 0, now = Date.now, onObjectCreated } = options;
  const disk = await openDisk(directory, now);
  const created = (creation: Creation): void => {
    if (creation.bucket.eventBridge) onObjectCreated?.(objectCreated(creation));
  };
  const underway = new Set<Promise<void>>();
  // An upload may take as long as it likes, and an SDK may come back to a connection after a pause.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (message, response) => {
    const work = answer(message, response, (request) => perform(disk, request, created));
    underway.add(work);
    work.finally(() => underway.delete(work));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    createBucket: (name, bucketOptions) => createBucket(disk, name, bucketOptions),
    async close() {
      server.close();
      server.closeAllConnections();
      await Promise.all(underway);
    },
  };
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
    // The rest of a body that was refused half-way: some clients listen only when they have sent everything.
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
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
