// The operator's commands, on an embedded engine that is running already.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  it('drops a file and prints the id of its import', async () => {
    const path = file('first.csv', 'id,email', 'put-1,put-1@example.com');
    const { code, stdout } = await run('put', path, '--feed', 'people');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^people-\d{8}T\d{6}-[0-9a-f]{8}\n$/);
    await cloud.idle();
    expect([...cloud.standIn.workspace.people()]).toContainEqual(expect.objectContaining({ id: 'put-1' }));
  });

  it('follows the import to its end, prints each step, and exits with its exit code', async () => {
    const path = file('followed.csv', 'id,email,plan', 'put-2,,', ',,gold');
    const { code, stdout, stderr } = await run('put', path, '--feed', 'people', '--follow');
    expect(code).toBe(2);
    expect(stdout).toMatch(/people-\S+: completed\n +rows read +2\n +delivered +1\n +rejected +1\n/);
    expect(stderr).toMatch(/: completed, chunks 1\/1, partitions 1\/1\n$/);
  });
});

describe('list and show', () => {
  it('list prints imports, newest first, of a feed and in a state', async () => {
    const completed = await put('people', file('ok.csv', 'id', 'list-1'));
    const held = await put('people', file('held.csv', ...MOSTLY_REJECTED, 'list-2,,'));
    const { stdout } = await run('list', '--feed', 'people', '--json');
    const lines = JSON.parse(stdout) as { importId: string; arrivedAt: string }[];
    const ids = lines.map(({ importId }) => importId);
    expect(ids).toEqual(expect.arrayContaining([held.importId, completed.importId]));
    // Two files can arrive in the same second, so their ids have no order.
    const arrivals = lines.map(({ arrivedAt }) => arrivedAt);
    expect(arrivals).toEqual(arrivals.toSorted().toReversed());

    const table = await run('list', '--state', 'held');
    expect(table.stdout).toMatch(/^IMPORT +STATE +ARRIVED \(UTC\) +ROWS +DELIVERED +REJECTED +HELD\n/);
    expect(table.stdout).toMatch(new RegExp(`${held.importId} +held .* 3 +0 +2 +1\n`));
    expect(table.stdout).not.toContain(completed.importId);
  });
});

describe('redrive', () => {
  it('continues a paused import after its cause is fixed', async () => {
    cloud.standIn.inject({ kind: 'unauthorized' });
    const { importId, state } = await put('people', file('paused.csv', 'id', 'redrive-1'));
    expect(state).toBe('paused');
    expect(await run('redrive', importId)).toMatchObject({ code: 0 });
    await cloud.idle();
    const { stdout } = await run('show', importId, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ state: 'completed', report: { outcomes: { delivered: 1 } } });
  });
});

describe('approve and cancel', () => {
  const idsOf = () => [...cloud.standIn.workspace.people()].map(({ id }) => id);
  const stateOf = async (importId: string) =>
    JSON.parse((await run('show', importId, '--json')).stdout).state;

  it('approve sends a held import as it is', async () => {
    const { importId, state } = await put('people', file('beyond.csv', ...MOSTLY_REJECTED, 'approve-1,,'));
    expect(state).toBe('held');
    expect(await run('approve', importId)).toMatchObject({ code: 0, stderr: '' });
    await cloud.idle();
    expect(await stateOf(importId)).toBe('completed');
    expect(idsOf()).toContain('approve-1');
  });

  it('cancel rejects a canary: the import is held', async () => {
    const { importId } = await put('careful', file('rejected.csv', 'id', 'reject-1', 'reject-2'));
    const ran = await run('cancel', importId);
    expect(ran).toMatchObject({ code: 0, stdout: `${importId} ends as held.\n` });
    await cloud.execution(cloud.executions().at(-1)?.arn ?? '');
    await cloud.idle();
    expect(await stateOf(importId)).toBe('held');
    expect(idsOf().filter((id) => id?.startsWith('reject-'))).toHaveLength(1);
  });
});

describe('replay', () => {
  const rejected = () => {
    const name = `bad-${Math.random()}`;
    return put(
      'people',
      file(`${name}.csv`, 'id,email,plan', 'replay-1,,', 'replay-6,,', ',,gold', 'replay-2,no-address,'),
    );
  };

  it('prints the result of a dry run, and sends nothing without approval', async () => {
    const { importId } = await rejected();
    const requests = cloud.standIn.requests.length;
    const ran = await run('replay', importId);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toContain('4 rows: 0 new, 2 delivered before, 2 rejected\n');
    expect(cloud.standIn.requests).toHaveLength(requests);
  });

  it('with --yes drops again the rows that were rejected with one code', async () => {
    const { importId } = await rejected();
    const ran = await run('replay', importId, '--only', 'reason=no_identifier', '--yes', '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({
      rows: 1,
      file: { key: expect.stringMatching(/^incoming\/people\/replay-/) },
      rejects: [{ code: 'no_identifier', rows: 1 }],
    });
  });
});

describe('forget', () => {
  it('makes an event new again', async () => {
    const lines = ['event_id,event_name,timestamp,customer_id', 'f-1,visited,2025-11-03T10:00:00Z,forget-1'];
    await put('events', file('event.csv', ...lines));
    const again = await put('events', file('again.csv', ...lines));
    expect(again.report.outcomes).toMatchObject({ delivered: 0, duplicate: 1 });
    const ran = await run('forget', '--feed', 'events', '--event', 'visited', '--key', 'f-1');
    expect(ran).toMatchObject({ code: 0, stdout: '1 item forgotten\n' });
    const third = await put('events', file('third.csv', ...lines));
    expect(third.report.outcomes).toMatchObject({ delivered: 1, duplicate: 0 });
  });

  it.each([
    [[], 'use --feed FEED --key VALUE…; to forget a person, --person VALUE.'],
    [['--feed', 'people', '--key', '1'], 'no feed "people" of kind events'],
    [['--feed', 'events', '--key', '1'], 'A column names the events of feed "events". Add --event NAME.'],
  ])('names the missing options of %j', async (args, message) => {
    const ran = await run('forget', ...args);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});

describe('doctor', () => {
  it('finds no problem in a working deployment', async () => {
    const { code, stdout } = await run('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/ok +Customer\.io +credentials accepted, region us\n/);
    expect(stdout).not.toMatch(/^fix/m);
  });
});
