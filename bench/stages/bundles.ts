// Cold starts: the size of each function's bundle, and the time that a new process takes to load it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../lambdas/contracts/environment.ts';
import { bundleFunctions } from '../../lib/constructs/function-bundles.ts';
import { BENCH_FEEDS } from '../files/feeds.ts';
import { spreadOf } from '../measure/harness.ts';
import { atMost, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';

const MEGABYTE = 1e6;

export function measureBundles({ rounds }: Pick<Scale, 'rounds'>): Result[] {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-bundles-'));
  try {
    const names = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];
    bundleFunctions({ names, lambdas: resolve('lambdas'), feeds: BENCH_FEEDS, outdir: folder });
    const bundles = names.map((name) => {
      return { name, path: join(folder, name, 'index.mjs'), milliseconds: [] as number[] };
    });
    for (let round = 0; round < rounds; round++) {
      for (const { path, milliseconds } of bundles) milliseconds.push(loadMilliseconds(path));
    }
    return bundles.flatMap(({ name, path, milliseconds }) => [
      withGoal(result('cold start', `${name}, bundle`, statSync(path).size / MEGABYTE, 'MB'), atMost(1.5)),
      withGoal(result('cold start', `${name}, init`, spreadOf(milliseconds), 'ms'), atMost(250)),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Values with which each function can start. */
const ENVIRONMENT = {
  ...Object.fromEntries(
    Object.values(FUNCTION_ENVIRONMENT).flatMap((names) => names.map((name) => [name, '1'])),
  ),
  CUSTOMERIO_REGION: 'us',
  S3_FORCE_PATH_STYLE: 'true',
  AWS_REGION: 'us-east-1',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
};

/** The time to import the bundle after Node.js has started. */
function loadMilliseconds(path: string): number {
  const script = `const start = performance.now();
await import(${JSON.stringify(pathToFileURL(path).href)});
console.log(performance.now() - start); process.exit();`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env: ENVIRONMENT });
  return Number(printed.toString().trim().split('\n').at(-1));
}
