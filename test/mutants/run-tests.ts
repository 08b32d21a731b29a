// Runs tests in a jest of their own, with one mutant or without.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import * as z from 'zod';
import { MUTANT_VARIABLE } from './transform.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** As in package.json. */
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
  '--config=test/mutants/jest.config.mjs',
];

/** Tests that take this long hang: all of them together take a minute. */
const HANG_MILLISECONDS = 10 * 60_000;

export interface TestRun {
  /** `broken`: no test failed, but not all could run. */
  readonly result: 'passed' | 'failed' | 'broken';
  /** The test files that did not pass. */
  readonly failing: readonly string[];
}

/** What jest writes with `--json`. */
const JestResultSchema = z.object({
  numFailedTests: z.number(),
  testResults: z.array(z.object({ name: z.string(), status: z.string() })).min(1),
});

/** @param mutant its name; without it, the code is as it is. */
export async function runTests(tests: readonly string[], mutant?: string): Promise<TestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  const output = join(folder, 'result.json');
  // A test that fails can leave a server open, and jest would wait for it.
  const options = [...(mutant ? ['--runInBand', '--forceExit'] : []), '--json', `--outputFile=${output}`];
  try {
    const jest = spawn(process.execPath, [...JEST, ...options, '--runTestsByPath', ...tests], {
      cwd: ROOT,
      env: { ...process.env, [MUTANT_VARIABLE]: mutant ?? '' },
      stdio: 'ignore',
      timeout: HANG_MILLISECONDS,
    });
    await once(jest, 'close');
    return readRun(output) ?? { result: 'broken', failing: tests };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @returns undefined if jest wrote no result. */
function readRun(path: string): TestRun | undefined {
  try {
    const { numFailedTests, testResults } = JestResultSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const failing = testResults
      .filter(({ status }) => status !== 'passed')
      .map(({ name }) => relative(ROOT, name));
    if (numFailedTests > 0) return { result: 'failed', failing };
    return { result: failing.length > 0 ? 'broken' : 'passed', failing };
  } catch {
    return undefined;
  }
}
