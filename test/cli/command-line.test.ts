import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ReportSchema } from '../../lambdas/contracts/report.ts';
import { runCommandLine } from './run-command.ts';
import { summaries } from './summaries.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
const store = (name: string) => ['--store', join(folder, name)];

describe('npm run import', () => {
  it('exits with 0, and prints each step as a plain line', async () => {
    const people = file('people.csv', 'id,email,plan', 'cust-1,ann@example.com,gold', 'cust-2,,');
    const ran = await runCommandLine('import', people, '--feed', 'people', ...store('a'));
    expect(ran).toMatchObject({ code: 0 });
    expect(summaries(ran.stdout)).toEqual([
      { feed: 'people', state: 'completed', rows: 2, delivered: 2, requests: 1 },
    ]);
    expect(ran.stderr.split('\n').filter((line) => line.startsWith('people: '))).toEqual([
      'people: splitting',
      'people: validating chunks (1)',
      'people: reviewing',
      'people: awaiting its turn',
      'people: forwarding partitions (1)',
      'people: reporting',
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that move a terminal's cursor
    expect(ran.stderr + ran.stdout).not.toMatch(/[\r\x1b]/);
  });

  it('exits with 2 if rows are rejected; prints only the report, and writes the people and events of the stand-in', async () => {
    const out = join(folder, 'workspace.ndjson');
    const events = file(
      'events.csv',
      'event_id,event_name,timestamp,customer_id,n',
      'evt-1,visited,1762196709,cust-1,1',
      'evt-2,visited,soon,cust-1,2',
    );
    const outputs = ['--json', '--workspace-out', out];
    const ran = await runCommandLine('import', events, '--feed', 'events', ...outputs, ...store('a'));
    expect(ran.code).toBe(2);
    expect(ReportSchema.parse(JSON.parse(ran.stdout))).toMatchObject({
      importId: expect.stringMatching(/^events-\d{8}T\d{6}-[0-9a-f]{8}$/),
      feed: 'events',
      state: 'completed',
      rows: 2,
      outcomes: { delivered: 1, duplicate: 0, unchanged: 0, rejected: 1, held: 0, suppressed: 0, expired: 0 },
      operations: 1,
      requests: 1,
      seconds: expect.any(Number),
      rejects: [{ code: 'invalid_time', rows: 1 }],
    });
    const entries = readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(entries.map((line) => JSON.parse(line))).toEqual([
      { type: 'person', id: 'cust-1', email: 'ann@example.com', attributes: { plan: 'gold' } },
      { type: 'person', id: 'cust-2', email: null, attributes: {} },
      {
        type: 'event',
        person: 'cust-1',
        name: 'visited',
        timestamp: 1762196709,
        id: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
        attributes: { event_id: 'evt-1', n: '1' },
        wouldTrigger: false,
      },
    ]);
  });

  it.each([
    ['a missing file', ['nowhere.csv', '--feed', 'people'], 'There is no file nowhere.csv.'],
    ['a folder', ['samples', '--feed', 'people'], 'There is no file samples.'],
    [
      'an unknown feed',
      ['package.json', '--feed', 'persons'],
      'feeds.config.ts has no feed "persons". It has: people, events, shopify-orders',
    ],
  ])('exits with 1 and one line for %s', async (_, args, message) => {
    const ran = await runCommandLine('import', ...args, ...store('d'));
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each([
    [
      'a missing option',
      ['check', 'package.json'],
      "required option '--feed <feed>' not specified",
      'To see how to use check, run: npm run cli -- check --help',
    ],
    [
      'an unknown option',
      ['list', '--stat', 'held'],
      'Did you mean --state?',
      'To see how to use list, run: npm run cli -- list --help',
    ],
    [
      'a missing argument',
      ['show'],
      "missing required argument 'import'",
      'To see how to use show, run: npm run cli -- show --help',
    ],
    [
      'an unknown command',
      ['lists'],
      'Did you mean list?',
      'To see all commands, run: npm run cli -- --help',
    ],
  ])('exits with 1 and names the help for %s', async (_, args, message, help) => {
    const ran = await runCommandLine(...args);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(message);
    expect(ran.stderr.trimEnd().split('\n').at(-1)).toBe(help);
  });

  it('exits with 1 and names the process of another engine that uses the store', async () => {
    mkdirSync(join(folder, 'e'));
    writeFileSync(join(folder, 'e', 'engine.lock'), String(process.ppid));
    const people = file('few.csv', 'id', 'cust-1');
    const ran = await runCommandLine('import', people, '--feed', 'people', ...store('e'));
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toContain(`Another engine (process ${process.ppid}) is using`);
  });
});
