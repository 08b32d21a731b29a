// Further cases of the operator's commands, on an embedded engine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { furtherCall } from '../../cli/target/further-call.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { type TestEngine, useWorkerEngine } from '../engine/test-engine.ts';
import { csv } from '../integration/csv.ts';
import { runCommandLine } from './run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let engine: TestEngine;
let cloud: EmbeddedCloud;
beforeAll(async () => {
  engine = await useWorkerEngine();
  cloud = engine.cloud;
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

const MOSTLY_REJECTED = ['id,email,plan', ',,gold', ',,gold'];

/** Puts a file, waits until its import ends, and returns what `--json` prints. */
async function put(feed: string, path: string, ...more: readonly string[]) {
  const { stdout, code } = await run('put', path, '--feed', feed, '--follow', '--json', ...more);
  return {
    code,
    ...(JSON.parse(stdout) as { importId: string; state: string; report: { outcomes: object } }),
  };
}

describe('put', () => {
  it('fails with unknown_feed for a feed that does not exist', async () => {
    const ran = await put('persons', file('lost.csv', 'id', '1'));
    expect(ran).toMatchObject({ code: 1, state: 'failed', report: { reason: { code: 'unknown_feed' } } });
  });
});

describe('list and show', () => {
  it('show prints one import with its outcomes', async () => {
    const { importId } = await put('people', file('shown.csv', 'id', 'show-1', 'show-2'));
    const text = await run('show', importId);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/incoming\/people\/shown\.csv\npeople-\S+: completed\n +rows read +2\n/);
    const { stdout } = await run('show', importId, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      importId,
      state: 'completed',
      chunks: { done: 1, total: 1 },
      partitions: { done: 1, total: 1 },
      report: { rows: 2 },
    });
  });

  it('show says how to list imports if there is no such import', async () => {
    const what = furtherCall(`--local --store ${engine.store}`)('list');
    const stderr = `${engine.store} has no import people-1. To list its imports: ${what}\n`;
    expect(await run('show', 'people-1')).toEqual({ code: 1, stdout: '', stderr });
  });
});

describe('open', () => {
  it('copies the report and the files next to it', async () => {
    const { importId } = await put('people', file('opened.csv', 'id', 'open-1', ''));
    const { stdout } = await run('open', importId, '--no-browser', '--out', join(folder, 'out'));
    expect(readFileSync(stdout.trim(), 'utf8')).toMatch(/^<!doctype html>/);
    expect(stdout.trim()).toBe(join(folder, 'out/reports/people', importId, 'report.html'));
  });
});

describe('redrive', () => {
  it('refuses a completed import', async () => {
    const { importId } = await put('people', file('done.csv', 'id', 'redrive-2'));
    const ran = await run('redrive', importId);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain('is completed. You can redrive only an import that is failed or paused');
  });
});

describe('approve and cancel', () => {
  const idsOf = () => [...cloud.standIn.workspace.people()].map(({ id }) => id);
  const stateOf = async (importId: string) =>
    JSON.parse((await run('show', importId, '--json')).stdout).state;

  it('redrive keeps the approval of an import that paused after it', async () => {
    const { importId } = await put('people', file('on-its-way.csv', ...MOSTLY_REJECTED, 'approve-2,,'));
    cloud.standIn.inject({ kind: 'unauthorized' });
    await run('approve', importId);
    await cloud.idle();
    expect(await stateOf(importId)).toBe('paused');
    expect(await run('redrive', importId)).toMatchObject({ code: 0 });
    await cloud.idle();
    expect(await stateOf(importId)).toBe('completed');
  });

  it('approve refuses a dry run, which sends nothing', async () => {
    const path = file('tried.csv', ...MOSTLY_REJECTED, 'approve-3,,');
    const { stdout } = await run('put', path, '--feed', 'people', '--dry-run', '--follow', '--json');
    const { importId } = JSON.parse(stdout) as { importId: string };
    const ran = await run('approve', importId);
    const stderr = expect.stringContaining(`${importId} is a dry run, which never sends anything. To send`);
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr });
  });

  it('approve sends the rest after a canary that put requested for a feed without one', async () => {
    const path = file('canary.csv', 'id', 'canary-1', 'canary-2');
    const { code, importId, state } = await put('people', path, '--canary', '1');
    expect({ code, state }).toEqual({ code: 3, state: 'awaiting-approval' });
    expect(idsOf().filter((id) => id?.startsWith('canary-'))).toHaveLength(1);
    expect(await run('approve', importId)).toMatchObject({ code: 0, stderr: '' });
    await cloud.execution(cloud.executions().at(-1)?.arn ?? '');
    await cloud.idle();
    expect(await stateOf(importId)).toBe('completed');
    expect(idsOf()).toEqual(expect.arrayContaining(['canary-1', 'canary-2']));
  });

  it('refuse an import that has ended', async () => {
    const { importId } = await put('people', file('ended.csv', 'id', 'ended-1'));
    for (const command of ['approve', 'cancel']) {
      const ran = await run(command, importId);
      expect(ran).toMatchObject({ code: 1, stdout: '' });
      expect(ran.stderr).toContain(`${importId} is completed`);
    }
  });
});

describe('replay', () => {
  it('drops a whole file again, and sends nothing twice', async () => {
    const { importId } = await put('people', file('whole.csv', 'id', 'replay-3', 'replay-4'));
    const ran = await run('replay', importId, '--yes', '--json');
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).toMatchObject({ rows: 2, outcomes: { unchanged: 2, delivered: 0 } });
  });

  it('says that there are no such rows', async () => {
    const { importId } = await put('people', file('nothing-held.csv', 'id', 'replay-5'));
    const ran = await run('replay', importId, '--only', 'held', '--dry-run');
    const stderr = expect.stringContaining(`${importId} has no held.csv`);
    expect(ran).toMatchObject({ code: 1, stdout: '', stderr });
    const odd = await run('replay', importId, '--only', 'odd');
    expect(odd.stderr).toContain('Use rejected, held or reason=CODE.');
  });
});

describe('forget', () => {
  it('makes a person new again, found by id or e-mail', async () => {
    const path = file('person.csv', 'id,plan', 'forget-2,gold');
    await put('people', path);
    expect((await put('people', path)).report.outcomes).toMatchObject({ unchanged: 1 });
    expect((await run('forget', '--person', 'forget-2', '--json')).stdout).toBe('{\n  "forgotten": 1\n}\n');
    expect((await put('people', path)).report.outcomes).toMatchObject({ delivered: 1 });
    expect((await run('forget', '--person', 'nobody@example.com', '--as', 'email')).stdout).toBe(
      '0 items forgotten\n',
    );
  });
});

describe('doctor', () => {
  it('says what to do if Customer.io refuses the credentials', async () => {
    cloud.standIn.inject({ kind: 'unauthorized' });
    const { code, stdout } = await run('doctor', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual({
      name: 'Customer.io',
      verdict: 'mend',
      message: expect.stringMatching(
        /^Customer\.io refuses the credentials\. Store the Track API site id and API key/,
      ),
    });
  });
});
