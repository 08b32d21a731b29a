// Runs tests in a jest of their own, with one mutant or without.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

/** The result of tests that take seconds. After this time they hang. */
const HANG_MILLISECONDS = 5 * 60_000;

/** `broken`: no test failed, but not all could run. */
export type TestResult = 'passed' | 'failed' | 'broken';

/** What jest writes with `--json`. */
const JestResultSchema = z.object({
  success: z.boolean(),
  numFailedTests: z.number(),
  numTotalTests: z.number(),
});

/** @param mutant its name; without it, the code is as it is. */
export async function runTests(tests: readonly string[], mutant?: string): Promise<TestResult> {
  const folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  const output = join(folder, 'result.json');
  try {
    const options = [...(mutant ? ['--runInBand', '--forceExit'] : []), '--json', `--outputFile=${output}`];
    const jest = spawn(process.execPath, [...JEST, ...options, '--runTestsByPath', ...tests], {
      cwd: ROOT,
      env: { ...process.env, [MUTANT_VARIABLE]: mutant ?? '' },
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout: HANG_MILLISECONDS,
    });
    await once(jest, 'close');
    return readResult(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readResult(path: string): TestResult {
  try {
    const { success, numFailedTests, numTotalTests } = JestResultSchema.parse(
      JSON.parse(readFileSync(path, 'utf8')),
    );
    if (numFailedTests > 0) return 'failed';
    return success && numTotalTests > 0 ? 'passed' : 'broken';
  } catch {
    return 'broken';
  }
}
