// Erases a person under several identifiers, on an embedded engine that is running already.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TestEngine, useWorkerEngine } from '../../engine/test-engine.ts';
import { csv } from '../../integration/csv.ts';
import { runCommandLine } from '../run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let engine: TestEngine;
beforeAll(async () => {
  engine = await useWorkerEngine();
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]) => runCommandLine(...args, '--local', '--store', engine.store);

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, csv(...lines));
  return path;
}

async function put(feed: string, path: string) {
  const { stdout } = await run('put', path, '--feed', feed, '--follow', '--json');
  return JSON.parse(stdout) as { report: { outcomes: object } };
}

describe('forget', () => {
  it('is called by docs/erasure.md with options that it has, for a person who is then unknown', async () => {
    const page = readFileSync(new URL('../../../docs/erasure.md', import.meta.url), 'utf8');
    const calls = [...page.matchAll(/^npm run cli -- (forget .+)$/gm)].map(([, call = '']) =>
      call.split(' '),
    );
    expect(calls.length).toBeGreaterThan(1);
    for (const call of calls) expect(await run(...call)).toMatchObject({ code: 0, stderr: '' });
    expect((await run(...(calls.at(-1) ?? []))).stdout).toBe('0 items forgotten\n');
  });

  it('makes all of a person new again, under several identifiers, with their events', async () => {
    const path = file('several.csv', 'id,email', 'forget-3,', ',forget-3@example.com', 'forget-4,');
    await put('people', path);
    const header = 'event_id,event_name,timestamp,customer_id';
    const events = ['f-3,visited,2025-11-03T10:00:00Z,forget-3', 'f-4,visited,2025-11-03T10:00:00Z,forget-4'];
    await put('events', file('theirs.csv', header, ...events));
    const ran = await run('forget', '--id', 'forget-3', '--email', 'Forget-3@example.com', '--events');
    expect(ran).toMatchObject({ code: 0, stdout: '3 items forgotten\n' });
    expect((await put('people', path)).report.outcomes).toMatchObject({ delivered: 2, unchanged: 1 });
    const again = await put('events', file('theirs-again.csv', header, ...events));
    expect(again.report.outcomes).toMatchObject({ delivered: 1, duplicate: 1 });
  });
});
