// The page of imports of `npm start -- --serve`, on an embedded engine.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ImportsServer, startImportsServer } from '../../cli/serve/imports-server.ts';
import { MOST_BYTES } from '../../cli/serve/receive-file.ts';
import { connectToEngine } from '../../cli/target/connect-to-engine.ts';
import type { Target } from '../../cli/target/target.ts';
import { partitionIndexKey } from '../../lambdas/contracts/object-keys.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';
import { importFiles } from '../../lambdas/work/import-files.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { anImport } from '../builders/import.ts';
import { aPlan } from '../builders/plan.ts';
import { type TestEngine, useWorkerEngine } from '../engine/test-engine.ts';
import { csv } from '../integration/csv.ts';
import { runCommandLine } from './run-command.ts';

let engine: TestEngine;
let cloud: EmbeddedCloud;
let target: Target;
let server: ImportsServer;
beforeAll(async () => {
  engine = await useWorkerEngine();
  cloud = engine.cloud;
  target = connectToEngine(engine.store, cloud.address);
  server = await startImportsServer({ target, feeds: ['people', 'events'] });
});
afterAll(async () => {
  await server?.close();
  await target?.close();
  await engine?.close();
});

const get = (path: string) => fetch(new URL(path, server.url));
const page = async (path: string) => (await get(path)).text();

/** Sends a file as the page's script does. */
async function drop(name: string, body: string, asked: Record<string, string> = {}, headers = {}) {
  const query = new URLSearchParams({ feed: 'people', name, ...asked });
  const origin = new URL(server.url).origin;
  const answer = await fetch(new URL(`drop?${query}`, server.url), {
    method: 'POST',
    body,
    headers: { origin, ...headers },
  });
  return { status: answer.status, said: await answer.text() };
}

/** With headers that `fetch` does not let a caller set. */
async function ask(method: string, path: string, headers: Readonly<Record<string, string>>) {
  const request = httpRequest(new URL(path, server.url), { method, headers }).end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode as number, said: await text(response) };
}

describe('a file dropped on the page', () => {
  it('is imported, and listed with a link to its report', async () => {
    expect(await drop('ann.csv', csv('id,email,plan', 'serve-1,serve-1@example.com,', ',,gold'))).toEqual({
      status: 201,
      said: 'incoming/people/ann.csv is in the bucket.',
    });
    await cloud.idle();
    expect([...cloud.standIn.workspace.people()]).toContainEqual(expect.objectContaining({ id: 'serve-1' }));

    const lists = await page('imports');
    expect(lists).toContain('2 rows: 1 delivered, 1 rejected');
    const [, link = ''] = /<a href="([^"]+)">ann\.csv</.exec(lists) ?? [];
    const report = await get(link);
    expect(report.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await report.text()).toContain('1 of 2 rows reached Customer.io');

    const rejects = await get(link.replace('report.html', 'rejects.csv'));
    expect(rejects.headers.get('content-disposition')).toMatch(
      /^attachment; filename="people-\S+-rejects\.csv"$/,
    );
    expect(await rejects.text()).toContain('no_identifier');
  });

  it('is not sent if a dry run is requested', async () => {
    const dropped = await drop('tried.csv', csv('id', 'serve-2'), { 'dry-run': '' });
    expect(dropped).toMatchObject({ said: 'dry-run/people/tried.csv is in the bucket.' });
    await cloud.idle();
    expect([...cloud.standIn.workspace.people()]).not.toContainEqual(
      expect.objectContaining({ id: 'serve-2' }),
    );
    expect(await page('imports')).toMatch(/Dry run, completed<\/p>\s*<p><a href="[^"]+">tried\.csv</);
  });

  it('has its name escaped on the page', async () => {
    await drop('<img src=x onerror=alert(1)>.csv', csv('id', 'serve-3'));
    await cloud.idle();
    const lists = await page('imports');
    expect(lists).toContain('&#60;img src=x onerror=alert(1)&#62;.csv');
    expect(lists).not.toContain('<img');
  });

  it.each([
    ['an unknown feed', 'a.csv', { feed: 'nobody' }, 400, /Choose one of people, events/],
    ['a path as its name', '../../reports/index.html', {}, 400, /Rename the file/],
    ['no name', '', {}, 400, /Rename the file/],
    ['a name of two dots', '..', {}, 400, /Rename the file/],
    ['a line end in its name', 'a\n.csv', {}, 400, /Rename the file/],
    ['a name with right-to-left override', 'a\u202evsc.exe', {}, 400, /Rename the file/],
  ])('is refused with %s', async (_, name, asked, status, said) => {
    expect(await drop(name, csv('id', '1'), asked)).toEqual({
      status,
      said: expect.stringMatching(said),
    });
  });

  it('is refused if it is too large for the page', async () => {
    const { origin } = new URL(server.url);
    const headers = { origin, 'content-length': String(MOST_BYTES + 1) };
    const request = httpRequest(new URL('drop?feed=people&name=a.csv', server.url), {
      method: 'POST',
      headers,
    });
    request.on('error', () => undefined).flushHeaders();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(413);
    response.resume();
    request.destroy();
  });

  it('leaves no object if its upload is interrupted', async () => {
    const { host, origin, hostname, port } = new URL(server.url);
    const socket = connectTcp(Number(port), hostname);
    socket.write(
      `POST /drop?feed=people&name=broken.csv HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\ncontent-length: 100\r\n\r\nid\r\n`,
    );
    socket.end();
    await once(socket.resume(), 'close');
    expect(await target.objects.find('incoming/people/broken.csv')).toBeUndefined();
  });
});

describe('a running import', () => {
  it('is shown with its state and its partitions until it ends', async () => {
    const source = { bucket: cloud.bucketName, key: 'incoming/people/<b>.csv', bytes: 9 };
    const record = anImport({
      importId: 'people-20260101T050000-0123abcd',
      feed: 'people',
      kind: 'people',
      source,
    });
    const { importId } = record;
    await target.imports.register(record);
    const plan = aPlan({ partitions: 3 });
    await importFiles.plan.save(target.objects, plan, importId);
    for (const n of [0, 1, 2]) await target.objects.write(partitionIndexKey(importId, plan, n), '{}');
    await target.imports.claimPartition(importId, 0);
    await target.imports.saveCheckpoint(importId, 0, 1, {
      plan: 'p',
      position: 1,
      status: 'done',
      tally: NO_TALLY,
    });
    const lists = await page('imports');
    expect(lists).toMatch(/<h2>Running<\/h2>/);
    expect(lists).toContain('>Forwarding</p>');
    expect(lists).toContain('&#60;b&#62;.csv');
    expect(lists).toContain('<progress aria-label="partitions forwarded" value="1" max="3">');
    await target.imports.finish(importId, 'failed', undefined);
    expect(await page('imports')).not.toContain('<h2>Running');
  });
});

describe('a request', () => {
  const host = () => new URL(server.url).host;

  it.each(['127.0.0.1', 'localhost', '[::1]'])('is accepted if it calls this machine %s', async (name) => {
    const { port } = new URL(server.url);
    expect(await ask('GET', '/', { host: `${name}:${port}` })).toMatchObject({ status: 200 });
  });

  it.each(['shop.example', 'localhost.shop.example', '127.0.0.1.shop.example', '10.0.0.1'])(
    'is refused if it calls this machine %s',
    async (name) => {
      expect(await ask('GET', '/imports', { host: name })).toEqual({
        status: 403,
        said: 'This page is available only on this machine. Open it at http://127.0.0.1.',
      });
    },
  );

  it.each([
    ['another site', { origin: 'https://shop.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a frame without an origin', { origin: 'null' }],
    ['a client without an origin', {}],
  ])('to drop a file is refused from %s', async (_, headers) => {
    const asked = await ask('POST', '/drop?feed=people&name=evil.csv', { host: host(), ...headers });
    expect(asked).toEqual({
      status: 403,
      said: 'Only the page itself can send files. Open the page, and drop the file there.',
    });
    expect(await target.objects.find('incoming/people/evil.csv')).toBeUndefined();
  });

  it('is refused if the browser marks it as cross-site, whatever its origin', async () => {
    const dropped = await drop('evil.csv', 'id\n', {}, { 'sec-fetch-site': 'cross-site' });
    expect(dropped).toMatchObject({ status: 403 });
  });
});

describe('the page', () => {
  it('runs only its own script, is not framed, and is not cached', async () => {
    const answer = await get('/');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
    expect(await answer.text()).toMatch(/script-src &#39;sha256-[^&]+&#39;; connect-src &#39;self&#39;;/);
  });

  it.each([
    ['GET', '/secrets.json', 404],
    ['GET', '/reports/_imports/x.json', 404],
    ['GET', '/reports/people/%2e%2e/report.html', 404],
    ['GET', '/reports/people/none/report.html', 404],
    ['DELETE', '/', 403],
  ])('answers %s %s with %d', async (method, path, status) => {
    expect(await ask(method, path, { host: new URL(server.url).host })).toMatchObject({ status });
  });

  it('contains no secret', async () => {
    expect(await page('/')).not.toContain('local-track-api-key');
  });
});

describe('npm start -- --serve', () => {
  it('refuses --port without --serve', async () => {
    expect(await runCommandLine('start', '--port', '8080')).toMatchObject({
      code: 1,
      stderr: '--port works only together with --serve. Add --serve, or remove --port.\n',
    });
  });
});
