// `npm start` as README.md shows it, and the exit codes of imports that do not complete: each command starts an engine.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runCommandLine, runNpm } from './run-command.ts';
import { summaries } from './summaries.ts';

const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, ...lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
const store = (name: string) => ['--store', join(folder, name)];

/**
 * The output of `npm start` in README.md. Only ids, the store and the seconds differ between machines. The seconds also
 * decide how wide the column of numbers is.
 */
const README_OUTPUT = /^```\n(events-.*?)^```$/ms.exec(readFileSync('README.md', 'utf8'))?.[1] ?? 'none';
const steady = (printed: string) =>
  printed
    .replaceAll(/-\d{8}T\d{6}-[0-9a-f]{8}/g, '-<import>')
    .replaceAll(/(?<=seconds) +[\d.]+/g, '')
    .replaceAll(/(?<=^ .*\S) +(?=\d+$)/gm, ' ')
    .replaceAll(/(?<=report: )\S*(?=\/reports\/)/g, '.local');

describe('npm start', () => {
  it('imports the samples and prints a summary; the second time it sends nothing', async () => {
    const first = await runNpm('start', '--silent', '--', ...store('samples'));
    expect(first).toMatchObject({ code: 0 });
    expect(summaries(first.stdout)).toEqual([
      { feed: 'people', state: 'completed', rows: 6, delivered: 6, requests: 1 },
      { feed: 'events', state: 'completed', rows: 8, delivered: 7, duplicate: 1, requests: 1 },
      {
        feed: 'shopify-orders',
        state: 'completed',
        orders: 4,
        rows: 7,
        delivered: 6,
        rejected: 1,
        requests: 1,
      },
    ]);
    expect(first.stdout).toContain('The Customer.io stand-in now has 6 people and 10 events.');

    expect(steady(first.stdout)).toContain(steady(README_OUTPUT));
    const [, page = ''] = /report: (.*)/.exec(first.stdout) ?? [];
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/);

    const second = await runNpm('start', '--silent', '--', '--json', ...store('samples'));
    expect(second).toMatchObject({ code: 0 });
    const nothing = { state: 'completed', requests: 0 };
    expect(JSON.parse(second.stdout)).toMatchObject([
      { ...nothing, feed: 'people', rows: 6, outcomes: { unchanged: 6, delivered: 0 } },
      { ...nothing, feed: 'events', rows: 8, outcomes: { duplicate: 8, delivered: 0 } },
      {
        ...nothing,
        feed: 'shopify-orders',
        rows: 7,
        outcomes: { duplicate: 6, rejected: 1, delivered: 0 },
      },
    ]);
  });
});

describe('npm run import', () => {
  it('exits with 3 if the import is held, and with 1 if the file is refused', async () => {
    const held = file('held.csv', 'id,email,plan', ',,gold', ',,gold', 'cust-3,,');
    expect(await runCommandLine('import', held, '--feed', 'people', ...store('c'))).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('too_many_rejects: '),
    });
    const refused = file('refused.csv', 'id,email');
    expect(
      await runCommandLine('import', refused, '--feed', 'people', '--json', ...store('c')),
    ).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"code": "no_rows"'),
    });
  });
});
