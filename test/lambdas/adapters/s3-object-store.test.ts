// What the contract suite does not cover: errors of S3.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { s3ObjectStore } from '../../../lambdas/adapters/s3-object-store.ts';
import type { ObjectStore } from '../../../lambdas/ports/object-store.ts';

const open: { server: Server; client: S3Client }[] = [];
afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    client.destroy();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
});

/** A store whose S3 gives this answer, to a client that does not retry. */
async function storeOf(answer: RequestListener): Promise<ObjectStore> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new S3Client({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  open.push({ server, client });
  return s3ObjectStore(client, 'bucket');
}

const failing = (status: number, code: string) =>
  storeOf((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>not now</Message></Error>`);
  });

const CALLS: readonly (readonly [string, (store: ObjectStore) => Promise<unknown>])[] = [
  ['find', (store) => store.find('k')],
  ['read', (store) => store.read({ key: 'k' })],
  ['stream', (store) => drain(store.stream({ key: 'k' }))],
  ['write', (store) => store.write('k', 'body')],
  ['writeStream', (store) => store.writeStream('k', fromOne('body'))],
  ['list', (store) => drain(store.list('prefix/'))],
];

describe.each(CALLS)('%s', (_, call) => {
  it.each([
    [503, 'SlowDown'],
    [503, 'ServiceUnavailable'],
    [500, 'InternalError'],
    [502, 'BadGateway'],
  ])('defers on %i %s', async (status, code) => {
    await expect(call(await failing(status, code))).rejects.toMatchObject({
      name: 'DeferError',
      code: 's3_unavailable',
    });
  });

  it('passes other errors on', async () => {
    const denied = { $metadata: { httpStatusCode: 403 } };
    await expect(call(await failing(403, 'AccessDenied'))).rejects.toMatchObject(denied);
  });
});

describe('a download that stops in the middle', () => {
  const breaking = () =>
    storeOf((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 });
      response.write(Buffer.alloc(70_000, 'x'), () => response.destroy());
    });

  it('is deferred, and never counts as the whole object', async () => {
    await expect((await breaking()).read({ key: 'k' })).rejects.toMatchObject({ name: 'DeferError' });
    const stream = (await breaking()).stream({ key: 'k' });
    await expect(drain(stream)).rejects.toMatchObject({ name: 'DeferError' });
  });
});

async function* fromOne(body: string): AsyncGenerator<string> {
  yield body;
}

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}
