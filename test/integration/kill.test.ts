import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { OUTCOMES, type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import { startEmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { startCommandLine } from '../cli/run-command.ts';
import { csv, rows } from './csv.ts';

const EVENTS = 12_000;

/** When a process is killed: so many seconds after it has printed this. */
const MOMENTS: readonly (readonly [printed: RegExp, seconds: number])[] = [
  [/: validating chunks/, 0],
  [/: forwarding partitions \(2\)/, 0.1],
  [/: forwarding partitions \(2\)/, 2.2],
  [/: reporting/, 0],
];

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
const store = join(folder, 'store');
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), csv(...lines));
  return join(folder, name);
}

/** Large enough for two partitions of several batches each. */
const events = file(
  'events.csv',
  'event_id,event_name,timestamp,customer_id,note',
  ...rows(
    EVENTS,
    (n) => `evt-${n},visited,1762190001,cust-${n % 3_000},${'a note that takes its room '.repeat(3)}`,
  ),
);
const person = (n: number) => file(`person-${n}.csv`, 'id,email', `new-${n},new-${n}@example.com`);

describe('a process that is killed, again and again', () => {
  it('loses nothing and sends nothing twice: whoever comes next finishes what it began', async () => {
    for (const [n, [printed, seconds]] of MOMENTS.entries()) {
      const child = n === 0 ? start(events, 'events') : start(person(n), 'people');
      const exited = once(child, 'exit');
      await prints(child.stderr, printed);
      await sleep(seconds * 1000);
      child.kill('SIGKILL');
      expect(await exited).toEqual([null, 'SIGKILL']);
    }
    const out = join(folder, 'workspace.ndjson');
    const last = start(person(MOMENTS.length), 'people', '--workspace-out', out);
    last.stdout.resume();
    last.stderr.resume();
    expect(await once(last, 'exit')).toEqual([0, null]);

    const held = readFileSync(out, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const recorded = held.filter(({ type }) => type === 'event');
    expect(recorded).toHaveLength(EVENTS);
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(EVENTS);
    const perPerson = Map.groupBy(recorded, (event) => event.person);
    expect(perPerson.size).toBe(3_000);
    expect([...perPerson.values()].every(({ length }) => length === 4)).toBe(true);
    for (const n of MOMENTS.keys()) {
      expect(held).toContainEqual(
        expect.objectContaining({ type: 'person', email: `new-${n + 1}@example.com` }),
      );
    }

    const reports = await readReports();
    expect(reports.map(({ feed, state, rows: read, unfinished }) => [feed, state, read, unfinished])).toEqual(
      [['events', 'completed', EVENTS, 0], ...MOMENTS.map(() => ['people', 'completed', 1, 0])],
    );
    for (const { outcomes, rows: read } of reports) {
      expect(OUTCOMES.reduce((sum, outcome) => sum + outcomes[outcome], 0)).toBe(read);
    }
    expect(reports[0]?.outcomes.delivered).toBe(EVENTS);
  }, 180_000);
});

function start(path: string, feed: string, ...options: readonly string[]) {
  return startCommandLine(['import', path, '--feed', feed, '--store', store, ...options]);
}

/** Resolves when the stream has said so. */
async function prints(stream: Readable, wanted: RegExp): Promise<void> {
  let text = '';
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    text += piece;
    if (wanted.test(text)) break;
  }
  stream.resume();
}

/** All reports in the bucket, that of the events first. */
async function readReports(): Promise<Report[]> {
  const cloud = await startEmbeddedCloud({ assembly: join(store, 'cdk.out'), store });
  try {
    const reports: Report[] = [];
    const where = { Bucket: cloud.bucketName, Prefix: 'reports/' };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: cloud.s3 }, where)) {
      for (const { Key } of Contents.filter((object) => object.Key?.endsWith('/report.json'))) {
        const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
        reports.push(ReportSchema.parse(JSON.parse((await Body?.transformToString()) ?? '')));
      }
    }
    return reports.sort((a, b) => (a.feed < b.feed ? -1 : 1));
  } finally {
    await cloud.close();
  }
}
