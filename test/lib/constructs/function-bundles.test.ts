import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../../../lambdas/contracts/environment.ts';
import { bundleFunctions } from '../../../lib/constructs/function-bundles.ts';
import { STUB_FEEDS, type StubFolders, stubFolders } from '../stub-pipeline.ts';

const NAMES = Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[];
const LAMBDAS = resolve(import.meta.dirname, '../../../lambdas');
const LIMIT_BYTES = 1_500_000;

const HANDLER = `
import os from './commonjs.cjs';
class DeferError extends Error {}
export const handler = async () => [new DeferError().constructor.name, typeof os.platform()].join();
`;

const stubs = [HANDLER, HANDLER].map((handler) => withCommonJs(stubFolders(handler)));
const real = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
afterAll(() => {
  for (const { remove } of stubs) remove();
  rmSync(real, { recursive: true });
});

describe('bundleFunctions', () => {
  it('writes the same bytes for the same sources in any folder', () => {
    const [here, there] = stubs.map(({ lambdas, outdir }) => {
      bundleFunctions({ names: ['forward'], lambdas, feeds: STUB_FEEDS, outdir });
      const folder = join(outdir, 'forward');
      return readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
    });
    expect(here).toEqual(there);
    expect(here?.map(([file]) => file)).toEqual(['feeds.json', 'index.mjs']);
  });

  it('writes a module that Node.js runs, with CommonJS dependencies and the names of classes', () => {
    const [stub] = stubs as [StubFolders];
    bundleFunctions({ names: ['forward'], lambdas: stub.lambdas, feeds: STUB_FEEDS, outdir: stub.outdir });
    const call = `import(${JSON.stringify(join(stub.outdir, 'forward', 'index.mjs'))}).then((m) => m.handler()).then(console.log)`;
    expect(execFileSync(process.execPath, ['-e', call], { encoding: 'utf8' }).trim()).toBe(
      'DeferError,string',
    );
  });

  it.each(NAMES)('writes the feeds next to %s only if it reads them', (name) => {
    const [stub] = stubs as [StubFolders];
    bundleFunctions({ names: [name], lambdas: stub.lambdas, feeds: STUB_FEEDS, outdir: stub.outdir });
    const folder = join(stub.outdir, name);
    const feeds =
      readdirSync(folder).includes('feeds.json') && readFileSync(join(folder, 'feeds.json'), 'utf8');
    expect(feeds && JSON.parse(feeds)).toEqual(
      ['await-turn', 'expect-file'].includes(name) ? false : STUB_FEEDS,
    );
  });
});

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

function withCommonJs(stub: StubFolders): StubFolders {
  for (const name of NAMES) {
    writeFileSync(join(stub.lambdas, name, 'commonjs.cjs'), `module.exports = require('node:os');`);
  }
  return stub;
}
