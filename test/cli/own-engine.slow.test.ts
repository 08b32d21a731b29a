// Commands with --local while no engine runs: each starts an engine for itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { csv } from '../integration/csv.ts';
import { runCommandLine } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: readonly string[]) =>
  runCommandLine(...args, '--local', '--store', join(folder, 'store'), '--json');

describe('approve without a running engine', () => {
  it('sends the rest after the canary of an earlier engine, before it ends', async () => {
    const path = join(folder, 'canary.csv');
    writeFileSync(path, csv('id', 'own-1', 'own-2'));
    const put = await run('put', path, '--feed', 'people', '--canary', '1', '--follow');
    expect(put.code).toBe(3);
    const { importId } = JSON.parse(put.stdout);
    expect(await run('approve', importId)).toMatchObject({ code: 0, stderr: '' });
    const { stdout } = await run('show', importId);
    expect(JSON.parse(stdout).report).toMatchObject({ state: 'completed', outcomes: { delivered: 2 } });
  });
});
