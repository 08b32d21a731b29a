// The package as people get it: packed, checked, installed into a new project, and run there.
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleCode } from '../../lib/constructs/function-bundles.ts';
import type { Template } from '../../lib/synthesize.ts';
import { type Fetched, fetchPackages } from '../second-opinions/fetched-packages.ts';
import { type Packed, pack } from './packed.ts';

const MAX_BYTES = 5_000_000;

let packed: Packed;
let tools: Fetched | undefined;
beforeAll(() => {
  packed = pack();
  tools = fetchPackages('publint@0.3.25', '@arethetypeswrong/cli@0.18.5');
});
afterAll(() => {
  tools?.remove();
  rmSync(packed.folder, { recursive: true });
});

function run(cwd: string, command: string, ...args: readonly string[]): string {
  try {
    return execFileSync(command, args, { cwd, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

describe('npm pack', () => {
  it('holds the compiled code, the bundles of the functions, samples, schema and docs, and nothing else', () => {
    const folders = new Set(packed.files.map(({ path }) => path.replace(/^(dist\/\w+|docs)\/.*/, '$1')));
    expect([...folders].sort()).toEqual([
      ...['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'dist/bin', 'dist/bundles', 'dist/cdk.json'],
      ...[
        'dist/cli',
        'dist/feeds.config.js',
        'dist/lambdas',
        'dist/lib',
        'dist/local',
        'dist/samples',
        'docs',
      ],
      'package.json',
    ]);
    expect(packed.files.filter(({ path }) => /(?<!\.d)\.ts$|\.png$|decisions/.test(path))).toEqual([]);
    expect(packed.bytes).toBeLessThanOrEqual(MAX_BYTES);
  });

  it('leaves package.json of the repository as it was', () => {
    const ours = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8');
    expect(readFileSync(join(packed.copy, 'package.json'), 'utf8')).toBe(ours);
    expect(existsSync(join(packed.copy, 'package.repository.json'))).toBe(false);
  });

  it('has the same bytes of each function as a synthesis in the repository', () => {
    const lambdas = join(import.meta.dirname, '../../lambdas');
    const outdir = join(packed.folder, 'bundles');
    bundleCode({ names: ['split', 'forward'], lambdas, outdir });
    for (const name of ['split', 'forward'])
      expect(readFileSync(join(packed.copy, 'dist/bundles', name, 'index.mjs'))).toEqual(
        readFileSync(join(outdir, name, 'index.mjs')),
      );
  });

  it('is without fault for publint and for arethetypeswrong', () => {
    if (!tools) return; // fetchPackages printed why
    const publint = tools.path('publint/src/cli.js');
    expect(run(packed.folder, process.execPath, publint, packed.tarball, '--strict')).toContain('All good!');
    const attw = tools.path('@arethetypeswrong/cli/dist/index.js');
    run(packed.folder, process.execPath, attw, packed.tarball, '--profile', 'esm-only');
  });
});

describe('a new project', () => {
  it('is made, installed, checked, run and synthesized', () => {
    const shop = join(packed.folder, 'shop');
    // As npx does: the package with its dependencies.
    run(packed.folder, process.execPath, join(packed.copy, 'dist/bin/installed.mjs'), 'new', 'shop');
    const manifest = JSON.parse(readFileSync(join(shop, 'package.json'), 'utf8'));
    manifest.dependencies['csv-to-customerio'] = `file:${packed.tarball}`;
    writeFileSync(join(shop, 'package.json'), JSON.stringify(manifest));
    run(shop, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund');

    expect(run(shop, 'npx', '--no', '--', 'tsc', '--noEmit')).toBe('');
    expect(run(shop, 'npm', 'run', 'check')).toContain('incoming/shopify-orders/');
    const first = run(shop, 'npm', 'start');
    expect(first).toContain('The Customer.io stand-in now has 6 people and 10 events.');
    expect(run(shop, 'npm', 'start')).toContain('unchanged                6');

    run(shop, 'npx', '--no', '--', 'cdk', 'synth', '--quiet', '--no-notices');
    const template = JSON.parse(readFileSync(join(shop, 'cdk.out/shop.template.json'), 'utf8')) as Template;
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types).toContain('AWS::StepFunctions::StateMachine');
    const feeds = globSync('cdk.out/asset.*/feeds.json', { cwd: shop }).map((path) =>
      Object.keys(JSON.parse(readFileSync(join(shop, path), 'utf8')).feeds),
    );
    expect(feeds[0]).toEqual(['people', 'events', 'shopify-orders']);
  });
});
