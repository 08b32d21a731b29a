// The page of imports that `npm start -- --serve` has, on an embedded engine.
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect as connectTcp } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ImportsServer, startImportsServer } from '../../cli/serve/imports-server.ts';
import { MOST_BYTES } from '../../cli/serve/take-file.ts';
import { connectToEngine } from '../../cli/target/connect-to-engine.ts';
import type { Target } from '../../cli/target/target.ts';
import { feeds } from '../../feeds.config.ts';
import { partitionIndexKey } from '../../lambdas/contracts/object-keys.ts';
import { NO_TALLY } from '../../lambdas/domain/delivery/tally.ts';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { anImport } from '../builders/import.ts';
import { synthesizedAssembly } from '../integration/assembly.ts';
import { csv } from '../integration/csv.ts';
import { runCommandLine, startCommandLine } from './run-command.ts';

const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let cloud: EmbeddedCloud;
let target: Target;
let server: ImportsServer;
beforeAll(async () => {
  const assembly = synthesizedAssembly({ feeds, context: { requestsPerSecond: 200 } });
  cloud = await startEmbeddedCloud({ assembly, store, waitSeconds: () => 0.02, retrySeconds: () => 0.02 });
  target = connectToEngine(store, cloud.address);
  server = await startImportsServer({ target, feeds: ['people', 'events'] });
});
afterAll(async () => {
  await server?.close();
  await target?.close();
  await cloud?.close();
  rmSync(store, { recursive: true, force: true });
});

const get = (path: string) => fetch(new URL(path, server.url));
const page = async (path: string) => (await get(path)).text();

/** As the page's script does it. */
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

/** With headers that `fetch` lets nobody choose. */
async function ask(method: string, path: string, headers: Readonly<Record<string, string>>) {
  const request = httpRequest(new URL(path, server.url), { method, headers }).end();
  const [response] = await once(request, 'response');
  return { status: response.statusCode as number, said: await text(response) };
}

describe('a file dropped on the page', () => {
  it('is imported, and listed with its report, which lies behind a link', async () => {
    expect(await drop('ann.csv', csv('id,email', 'serve-1,serve-1@example.com', ','))).toEqual({
      status: 201,
      said: 'incoming/people/ann.csv is in the bucket.',
    });
    await cloud.idle();
    expect([...cloud.standIn.workspace.people()]).toContainEqual(expect.objectContaining({ id: 'serve-1' }));

    const lists = await page('imports');
    expect(lists).toContain('2 rows · 1 delivered · 1 rejected');
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

  it('is only tried out where a dry run is asked for', async () => {
    const dropped = await drop('tried.csv', csv('id', 'serve-2'), { 'dry-run': '' });
    expect(dropped).toMatchObject({ said: 'dry-run/people/tried.csv is in the bucket.' });
    await cloud.idle();
    expect([...cloud.standIn.workspace.people()]).not.toContainEqual(
      expect.objectContaining({ id: 'serve-2' }),
    );
    expect(await page('imports')).toMatch(/Dry run, completed<\/p>\s*<p><a href="[^"]+">tried\.csv</);
  });

  it('has a name that can do nothing to the page', async () => {
    await drop('<img src=x onerror=alert(1)>.csv', csv('id', 'serve-3'));
    await cloud.idle();
    const lists = await page('imports');
    expect(lists).toContain('&#60;img src=x onerror=alert(1)&#62;.csv');
    expect(lists).not.toContain('<img');
  });

  it.each([
    ['no feed of ours', 'a.csv', { feed: 'nobody' }, 400, /There are: people, events/],
    ['a path for a name', '../../reports/index.html', {}, 400, /Rename it/],
    ['no name', '', {}, 400, /Rename it/],
    ['a name of two dots', '..', {}, 400, /Rename it/],
    ['a line end in its name', 'a\n.csv', {}, 400, /Rename it/],
    ['a name that is written backwards', 'a\u202evsc.exe', {}, 400, /Rename it/],
  ])('is refused with %s', async (_, name, asked, status, said) => {
    expect(await drop(name, csv('id', '1'), asked)).toEqual({
      status,
      said: expect.stringMatching(said),
    });
  });

  it('is refused where it is larger than the page takes, with the command that takes it', async () => {
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

  it('leaves nothing where it broke off', async () => {
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

describe('what is under way', () => {
  it('is shown with its state and its partitions until it has ended', async () => {
    const source = { bucket: cloud.bucketName, key: 'incoming/people/<b>.csv', bytes: 9 };
    const record = anImport({
      importId: 'people-20260101T050000-0123abcd',
      feed: 'people',
      kind: 'people',
      source,
    });
    const { importId } = record;
    await target.imports.register(record, false);
    for (const n of [0, 1, 2]) await target.objects.write(partitionIndexKey(importId, n), '{}');
    await target.imports.claimPartition(importId, 0);
    await target.imports.saveCheckpoint(importId, 0, 1, {
      plan: 'p',
      position: 1,
      status: 'done',
      tally: NO_TALLY,
    });
    const lists = await page('imports');
    expect(lists).toMatch(/<h2>Under way<\/h2>/);
    expect(lists).toContain('>Forwarding</p>');
    expect(lists).toContain('&#60;b&#62;.csv');
    expect(lists).toContain('<progress aria-label="partitions forwarded" value="1" max="3">');
    await target.imports.finish(importId, 'failed', undefined);
    expect(await page('imports')).not.toContain('Under way');
  });
});

describe('who may ask', () => {
  const host = () => new URL(server.url).host;

  it.each(['127.0.0.1', 'localhost', '[::1]'])('is this machine, called %s', async (name) => {
    const { port } = new URL(server.url);
    expect(await ask('GET', '/', { host: `${name}:${port}` })).toMatchObject({ status: 200 });
  });

  it.each(['shop.example', 'localhost.shop.example', '127.0.0.1.shop.example', '10.0.0.1'])(
    'is no page that calls this machine %s',
    async (name) => {
      expect(await ask('GET', '/imports', { host: name })).toEqual({
        status: 403,
        said: 'This page is only there for this machine.',
      });
    },
  );

  it.each([
    ['another site', { origin: 'https://shop.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a frame without an origin', { origin: 'null' }],
    ['nobody who says so', {}],
  ])('is not %s, where something is to be dropped', async (_, headers) => {
    const asked = await ask('POST', '/drop?feed=people&name=evil.csv', { host: host(), ...headers });
    expect(asked).toEqual({ status: 403, said: 'Files are only taken from the page itself.' });
    expect(await target.objects.find('incoming/people/evil.csv')).toBeUndefined();
  });

  it('is not who a browser calls cross-site, whatever the origin', async () => {
    const dropped = await drop('evil.csv', 'id\n', {}, { 'sec-fetch-site': 'cross-site' });
    expect(dropped).toMatchObject({ status: 403 });
  });
});

describe('the page', () => {
  it('runs its own script only, stays out of frames, and is kept nowhere', async () => {
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

  it('tells no secret', async () => {
    expect(await page('/')).not.toContain('local-track-api-key');
  });
});

describe('npm start -- --serve', () => {
  it('serves while the samples are imported and after, lets other commands in, and ends with Ctrl-C', async () => {
    const own = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
    const child = startCommandLine(['start', '--serve', '--store', own]);
    const ended = once(child, 'exit');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const first = await lines.next();
    const url = /^The page of imports: (http:\/\/127\.0\.0\.1:\d+\/)$/.exec(first.value ?? '')?.[1] ?? '';
    expect(await (await fetch(url)).text()).toContain('<h1>Imports</h1>');

    const printed: string[] = [];
    for await (const line of lines) {
      printed.push(line);
      if (line.startsWith('Ctrl-C')) break;
    }
    expect(printed).toContain(`Imports, reports and a place to drop files: ${url}`);
    expect(await (await fetch(new URL('imports', url))).text()).toContain(
      '7 rows · 6 delivered · 1 rejected',
    );
    const listed = await runCommandLine('list', '--local', '--store', own, '--json');
    expect(JSON.parse(listed.stdout)).toHaveLength(3);

    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(readdirSync(own)).not.toContain('engine.lock');
    rmSync(own, { recursive: true });
  });

  it('says so where --port is given for nothing', async () => {
    expect(await runCommandLine('start', '--port', '8080')).toMatchObject({
      code: 1,
      stderr: '--port is there for --serve only.\n',
    });
  });
});
