// Runs the console blocks of docs/cli.md in order, on one engine, and compares what the commands print.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../cli/run-command.ts';
import { type TestEngine, useWorkerEngine } from '../engine/test-engine.ts';
import { consoleCalls, ImportNames, steady } from './console-blocks.ts';

const PAGE = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const ROOT = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
let engine: TestEngine;
beforeAll(async () => {
  engine = await useWorkerEngine();
});
afterAll(async () => {
  await engine?.close();
  rmSync(folder, { recursive: true });
});

/** Replaces the paths of this machine with those of the page, where everything is under `.local`. */
function asShown(printed: string): string {
  return printed
    .replaceAll(` --store ${engine.store}`, '')
    .replaceAll(engine.store, '.local')
    .replaceAll(`${folder}/out`, '/home/you/csv-to-customerio/.local');
}

async function call(command: string): Promise<string> {
  const [npm, run, cli, dashes, ...args] = command.split(' ');
  expect([npm, run, cli, dashes].join(' ')).toBe('npm run cli --');
  const here = args.includes('--local') ? ['--store', engine.store] : [];
  const out = args[0] === 'open' ? ['--out', join(folder, 'out')] : [];
  // S3 has times in whole seconds: two files of one second have no order in lists.
  if (args[0] === 'put') await setTimeout(1_000 - (Date.now() % 1_000));
  const { code, stdout, stderr } = await runCommandLine(...args, ...here, ...out);
  await engine.cloud.idle();
  return asShown(code === 1 && stdout === '' ? stderr : stdout).replaceAll(
    ROOT,
    '/home/you/csv-to-customerio',
  );
}

describe('docs/cli.md', () => {
  const calls = consoleCalls(PAGE);
  const names = new ImportNames();

  it('shows commands at work', () => expect(calls.length).toBeGreaterThan(10));

  it.each(calls.map(({ command, output }, n) => [n + 1, command, output] as const))(
    '%i. %s prints what the page says',
    async (_, command, output) => {
      const printed = await call(names.toReal(command));
      names.learn(output, printed);
      expect(steady(names.toShown(printed))).toBe(steady(output));
    },
  );
});
