import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startLocalCloud } from '../../cli/local/local-cloud.ts';
import { type Report, ReportSchema } from '../../lambdas/contracts/report.ts';
import { startCommandLine } from '../cli/run-command.ts';
import { csv, rows } from './csv.ts';

const EVENTS = 12_000;
const PEOPLE = 3_000;

/** When a process is killed: this many seconds after it printed this text. */
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

/** Large enough for two partitions with several batches each. */
const events = file(
  'events.csv',
  'event_id,event_name,timestamp,customer_id,note',
  ...rows(
    EVENTS,
    (n) => `evt-${n},visited,1762190001,cust-${n % PEOPLE},${'a note that takes its room '.repeat(3)}`,
  ),
);
/** Refused without delay, so that a process continues with unfinished work. */
const nobody = file('nobody.csv', 'id,email');
const somebody = file('somebody.csv', 'id,email', 'cust-1,ann@example.com');

describe('a process that is killed, again and again', () => {
  it('loses nothing and sends nothing twice: the next process finishes its work', async () => {
    for (const [n, [printed, seconds]] of MOMENTS.entries()) {
      const child = n === 0 ? start(events, 'events') : start(nobody, 'people');
      const exited = once(child, 'exit');
      const stderr = await prints(child.stderr, printed);
      await sleep(seconds * 1000);
      child.kill('SIGKILL');
      expect([...(await exited), stderr]).toEqual([null, 'SIGKILL', stderr]);
    }
    const out = join(folder, 'workspace.ndjson');
    const last = start(somebody, 'people', '--workspace-out', out);
    const [[code], stderr] = await Promise.all([once(last, 'exit'), text(last.stderr), text(last.stdout)]);
    expect([code, stderr]).toEqual([0, stderr]);

    const entries = readFileSync(out, 'utf8').trimEnd().split('\n');
    const held = entries.map((line) => JSON.parse(line));
    const recorded = held.filter(({ type }) => type === 'event');
    expect(recorded).toHaveLength(EVENTS);
    expect(new Set(recorded.map(({ id }) => id)).size).toBe(EVENTS);
    const perPerson = Map.groupBy(recorded, (event) => event.person);
    expect(perPerson.size).toBe(PEOPLE);
    expect(new Set([...perPerson.values()].map(({ length }) => length))).toEqual(new Set([EVENTS / PEOPLE]));
    expect(held).toContainEqual(expect.objectContaining({ id: 'cust-1', email: 'ann@example.com' }));

    expect((await readReports()).map(summary)).toEqual([
      { feed: 'events', state: 'completed', rows: EVENTS, unfinished: 0, outcomes: { delivered: EVENTS } },
      { feed: 'people', state: 'completed', rows: 1, unfinished: 0, outcomes: { delivered: 1 } },
      ...MOMENTS.slice(1).map(() => ({
        feed: 'people',
        state: 'failed',
        rows: 0,
        unfinished: 0,
        outcomes: {},
      })),
    ]);
  });
});

function start(path: string, feed: string, ...options: readonly string[]) {
  return startCommandLine(['import', path, '--feed', feed, '--store', store, ...options]);
}

/** Resolves with the output of the stream when it contains this text or ends. */
async function prints(stream: Readable, wanted: RegExp): Promise<string> {
  let said = '';
  for await (const piece of stream.iterator({ destroyOnReturn: false })) {
    said += piece;
    if (wanted.test(said)) break;
  }
  stream.resume();
  return said;
}

function summary({ feed, state, rows: read, unfinished, outcomes }: Report) {
  const some = Object.entries(outcomes).filter(([, count]) => count > 0);
  return { feed, state, rows: read, unfinished, outcomes: Object.fromEntries(some) };
}

/** All reports in the bucket, by feed and state. */
async function readReports(): Promise<Report[]> {
  const cloud = await startLocalCloud(store, () => undefined);
  try {
    const reports: Report[] = [];
    const where = { Bucket: cloud.bucketName, Prefix: 'reports/' };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: cloud.s3 }, where)) {
      for (const { Key } of Contents.filter((object) => object.Key?.endsWith('/report.json'))) {
        const { Body } = await cloud.s3.send(new GetObjectCommand({ Bucket: cloud.bucketName, Key }));
        reports.push(ReportSchema.parse(JSON.parse((await Body?.transformToString()) ?? '')));
      }
    }
    return reports.sort((a, b) => (a.feed + a.state < b.feed + b.state ? -1 : 1));
  } finally {
    await cloud.close();
  }
}
