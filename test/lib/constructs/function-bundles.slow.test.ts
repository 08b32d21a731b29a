// The bundles of the real functions: what is in them, and their size.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../../lambdas/contracts/environment.ts';
import { bundleFunctions } from '../../../lib/constructs/function-bundles.ts';
import { STUB_FEEDS } from '../stub-pipeline.ts';

const NAMES = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];
const LAMBDAS = resolve(import.meta.dirname, '../../../lambdas');
const LIMIT_BYTES = 1_500_000;

const real = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => rmSync(real, { recursive: true }));

const { outputs } = bundleFunctions({ names: NAMES, lambdas: LAMBDAS, feeds: STUB_FEEDS, outdir: real });

describe.each(NAMES)('the bundle of %s', (name) => {
  const sources = filesIn(name);

  it('contains its own function and no other', () => {
    expect(sources).toContain(`lambdas/${name}/handler.ts`);
    const others = NAMES.filter((other) => other !== name).map((other) => `lambdas/${other}/`);
    expect(sources.filter((file) => others.some((other) => file.startsWith(other)))).toEqual([]);
  });

  it('is small enough to start fast', () => {
    expect(statSync(join(real, name, 'index.mjs')).size).toBeLessThan(LIMIT_BYTES);
  });

  it.each(unusedBy(name))('does not contain %s', (dependency) => {
    expect(sources.filter((file) => file.startsWith(`node_modules/${dependency}/`))).toEqual([]);
  });
});

/** Dependencies that a function must not contain. */
function unusedBy(name: FunctionName): string[] {
  const readsCsv = name === 'split' || name === 'validate' || name === 'report';
  return [
    'aws-cdk-lib',
    ...(readsCsv ? [] : ['csv-parse']),
    'undici',
    ...(name === 'forward' || name === 'review' ? [] : ['@aws-sdk/client-secrets-manager']),
    ...(name === 'validate' ? ['@aws-sdk/client-dynamodb'] : []),
    ...(name === 'await-turn' ? ['@aws-sdk/client-s3'] : []),
  ];
}

function filesIn(name: FunctionName): string[] {
  const [, bundle] =
    Object.entries(outputs).find(([path]) => path.endsWith(`/${join(name, 'index.mjs')}`)) ?? [];
  return Object.entries(bundle?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : [],
  );
}
