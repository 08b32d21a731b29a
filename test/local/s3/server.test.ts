// Behavior that the conformance suite does not test: buckets without versions, restarts, and requests that no SDK sends.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectRefusal, textOf } from './conformance/answers.ts';
import { openServer, temporaryDirectory } from './open-server.ts';

let opened: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  opened = await openServer();
  await opened.server.createBucket('plain', { versioned: false, eventBridge: false });
});
afterAll(() => opened.close());

/** Sends a raw request; `duplex` lets `fetch` stream. */
async function send(path: string, request: RequestInit & { duplex?: 'half' } = {}) {
  const response = await fetch(`${opened.server.url}${path}`, request);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, code: /<Code>(\w+)/.exec(text)?.[1] };
}

const awsChunked = (decodedBytes: number, more: Record<string, string> = {}) => ({
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'x-amz-decoded-content-length': `${decodedBytes}`,
  ...more,
});
const announced = { 'x-amz-trailer': 'x-amz-checksum-crc32' };

describe('a bucket without versions', () => {
  it('keeps one object per key, with the version "null"', async () => {
    const { s3 } = opened;
    const at = { Bucket: 'plain', Key: 'one' };
    for (const Body of ['first', 'second']) {
      expect((await s3.send(new PutObjectCommand({ ...at, Body }))).VersionId).toBeUndefined();
    }
    const got = await s3.send(new GetObjectCommand({ ...at, VersionId: 'null' }));
    expect([await textOf(got), got.VersionId]).toEqual(['second', undefined]);
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: 'plain', Prefix: 'one' }));
    expect(Versions).toMatchObject([{ Key: 'one', VersionId: 'null', IsLatest: true }]);
  });

  it('removes a deleted object completely', async () => {
    const { s3 } = opened;
    const at = { Bucket: 'plain', Key: 'deleted' };
    await s3.send(new PutObjectCommand({ ...at, Body: 'x' }));
    expect((await s3.send(new DeleteObjectCommand(at))).DeleteMarker).toBeUndefined();
    await expectRefusal(s3.send(new GetObjectCommand(at)), 404, 'NoSuchKey');
    await expectRefusal(s3.send(new GetObjectCommand({ ...at, VersionId: 'null' })), 404, 'NoSuchVersion');
  });

  it('lets a reader finish an object that is overwritten in the meantime', async () => {
    const { s3 } = opened;
    const at = { Bucket: 'plain', Key: 'overwritten' };
    const size = 8 * 1024 * 1024;
    await s3.send(new PutObjectCommand({ ...at, Body: 'a'.repeat(size) }));
    const reading = await s3.send(new GetObjectCommand(at));
    await s3.send(new PutObjectCommand({ ...at, Body: 'b' }));
    expect(await textOf(reading)).toBe('a'.repeat(size));
  });
});

describe('createBucket', () => {
  it('can be called again, and turns versioning on but never off', async () => {
    const { server, s3 } = opened;
    const at = { Bucket: 'growing', Key: 'x' };
    await server.createBucket('growing', { versioned: false, eventBridge: false });
    await s3.send(new PutObjectCommand({ ...at, Body: 'before' }));
    await server.createBucket('growing', { versioned: true, eventBridge: false });
    await s3.send(new PutObjectCommand({ ...at, Body: 'after' }));
    expect(await textOf(await s3.send(new GetObjectCommand({ ...at, VersionId: 'null' })))).toBe('before');
    await expect(server.createBucket('growing', { versioned: false, eventBridge: false })).rejects.toThrow(
      'bucket "growing" is versioned, and versioning cannot be turned off',
    );
  });

  it.each(['', 'UPPER', 'a', '../outside', 'with space'])('refuses the name %j', async (name) => {
    const creating = opened.server.createBucket(name, { versioned: true, eventBridge: false });
    await expect(creating).rejects.toThrow('not a valid bucket name');
  });
});

describe('a restart', () => {
  it('keeps buckets, versions and metadata', async () => {
    const { directory, remove } = await temporaryDirectory();
    const at = { Bucket: 'lasting', Key: 'é'.repeat(300) };
    const first = await openServer({ directory });
    await first.server.createBucket('lasting', { versioned: true, eventBridge: false });
    const old = await first.s3.send(new PutObjectCommand({ ...at, Body: 'old', Metadata: { a: 'b' } }));
    await first.s3.send(new PutObjectCommand({ ...at, Body: 'new' }));
    await first.close();
    const second = await openServer({ directory });
    expect(await textOf(await second.s3.send(new GetObjectCommand(at)))).toBe('new');
    const pinned = await second.s3.send(new GetObjectCommand({ ...at, VersionId: old.VersionId }));
    expect([await textOf(pinned), pinned.Metadata]).toEqual(['old', { a: 'b' }]);
    await second.close();
    await remove();
  });
});

describe('a body', () => {
  it('in signed chunks is stored without the chunk headers and without the encoding aws-chunked', async () => {
    const body = '5;chunk-signature=00\r\nhello\r\n0;chunk-signature=00\r\n\r\n';
    const headers = { 'content-encoding': 'aws-chunked,gzip', 'x-amz-decoded-content-length': '5' };
    const sha256 = { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    await send('/plain/signed', { method: 'PUT', body, headers: { ...headers, ...sha256 } });
    const head = await send('/plain/signed', { method: 'HEAD' });
    expect([head.headers.get('content-length'), head.headers.get('content-encoding')]).toEqual(['5', 'gzip']);
  });

  it.each([
    [
      'another trailing CRC32',
      'BadDigest',
      '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      announced,
    ],
    ['no announced trailer', 'MalformedTrailerError', '5\r\nhello\r\n0\r\n\r\n', announced],
    ['less than it declares', 'IncompleteBody', '4\r\nhell\r\n0\r\n\r\n', {}],
    ['no chunk headers', 'InvalidRequest', 'hello\r\n', {}],
    ['an unsupported checksum', 'NotImplemented', 'hello', { 'x-amz-checksum-crc32c': 'AAAAAA==' }],
  ])('with %s is refused with %s and not stored', async (_, code, body, headers) => {
    const refused = await send('/plain/refused', { method: 'PUT', body, headers: awsChunked(5, headers) });
    expect(refused.code).toBe(code);
    expect((await send('/plain/refused')).code).toBe('NoSuchKey');
  });

  it('is read to its end after a refusal, for a client that reads the response only then', async () => {
    const { hostname, port } = new URL(opened.server.url);
    const body = Buffer.alloc(20 * 1024 * 1024, 'no frame\r\n');
    const headers = Object.entries({ host: hostname, 'content-length': body.length, ...awsChunked(1) });
    const head = ['PUT /plain/refused HTTP/1.1', ...headers.map((header) => header.join(': '))];
    const socket = connect(Number(port), hostname);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    await new Promise((sent, failed) => socket.on('error', failed).write(body, sent));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1.1 400 .*InvalidRequest/s);
    socket.destroy();
  });

  it('of unknown length is refused, as in S3', async () => {
    const body = new Blob(['hello']).stream();
    const refused = await send('/plain/unknown', { method: 'PUT', body, duplex: 'half' });
    expect([refused.status, refused.code]).toEqual([411, 'MissingContentLength']);
  });

  it('that is interrupted leaves nothing', async () => {
    const { directory, remove } = await temporaryDirectory();
    const { server, s3, close } = await openServer({ directory });
    await server.createBucket('plain', { versioned: false, eventBridge: false });
    const controller = new AbortController();
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new Uint8Array(1024)),
      pull: () => controller.abort(),
    });
    const put = { method: 'PUT', body, duplex: 'half' as const, signal: controller.signal };
    await expect(fetch(`${server.url}/plain/cut`, { ...put, headers: awsChunked(5000) })).rejects.toThrow();
    await expectRefusal(s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'cut' })), 404);
    await close();
    expect(await readdir(join(directory, 'temporary'))).toEqual([]);
    await remove();
  });
});

describe('a request', () => {
  it('that is refused gets an XML error, as in S3', async () => {
    const { status, headers, text } = await send('/plain/absent');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/xml');
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code>' +
        '<Message>The specified key does not exist.</Message><Key>absent</Key>' +
        `<RequestId>${headers.get('x-amz-request-id')}</RequestId></Error>`,
    );
  });

  it.each([
    ['GET', '/', 501, 'NotImplemented'],
    ['GET', '/plain', 501, 'NotImplemented'],
    ['GET', '/plain/x?acl', 501, 'NotImplemented'],
    ['PATCH', '/plain/x', 501, 'NotImplemented'],
    ['GET', '/no-such-bucket/x', 404, 'NoSuchBucket'],
    ['GET', '/..%2f..%2fetc/passwd', 404, 'NoSuchBucket'],
    ['GET', '/plain/%ff', 400, 'InvalidURI'],
    ['GET', `/plain/${'k'.repeat(1025)}`, 400, 'KeyTooLongError'],
    ['GET', '/plain?list-type=2&max-keys=many', 400, 'InvalidArgument'],
    ['GET', '/plain/x?uploadId=../../objects', 404, 'NoSuchUpload'],
    ['DELETE', '/plain/x?uploadId=', 404, 'NoSuchUpload'],
  ])('%s %s is refused', async (method, path, status, code) => {
    expect(await send(path, { method })).toMatchObject({ status, code });
  });

  it('with a presigned URL is served without a check of the signature', async () => {
    await send('/plain/presigned', { method: 'PUT', body: 'hello' });
    const signed = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&x-id=GetObject';
    expect((await send(`/plain/presigned?${signed}`)).text).toBe('hello');
  });
});
