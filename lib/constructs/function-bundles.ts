// Bundles each function into one file. One call of esbuild bundles all of them, so that a synth takes seconds and needs
// no Docker and no network. The bundle contains the AWS SDK, so that the tested version runs and not the runtime's.
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { isBundled } from '../../lambdas/contracts/feed/transform.ts';
import { prettyJson } from '../../lambdas/contracts/format.ts';
import { bundleTransforms, withoutCode } from '../feeds/bundle-transforms.ts';

/** Functions that read the feeds, from a `feeds.json` next to their code. */
const READS_FEEDS: readonly FunctionName[] = ['split', 'validate', 'review', 'decide', 'forward', 'report'];

/** Functions that run the transforms of feeds, from `transforms/<feed>.cjs` next to their code. */
const RUNS_TRANSFORMS: readonly FunctionName[] = ['validate'];

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE = `import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);`;

export interface FunctionBundlesOptions {
  readonly names: readonly FunctionName[];
  /** Folder with `<name>/handler.ts` of every function or, bundled, `<name>/index.mjs`, as the package has it. */
  readonly lambdas: string;
  readonly feeds: Feeds;
  /** Gets a folder for each function, with `index.mjs`, `feeds.json` if it reads the feeds, and the transforms of feeds for Validate. */
  readonly outdir: string;
}

/**
 * Copies functions that are bundled already, and bundles others.
 * @throws esbuild's BuildFailure if an import cannot be resolved. @throws FeedsConfigError if a transform cannot be bundled.
 */
export function functionBundles(options: FunctionBundlesOptions): void {
  const { names, lambdas, outdir } = options;
  const code = (name: FunctionName) => join(lambdas, name, 'index.mjs');
  if (!names.every((name) => existsSync(code(name)))) {
    bundleFunctions(options);
    return;
  }
  rmSync(outdir, { recursive: true, force: true });
  for (const name of names) cpSync(code(name), join(outdir, name, 'index.mjs'));
  writeFeeds(options);
}

/**
 * Bundles functions. The same sources give the same bytes, whatever their folder on disk.
 * @returns the files in each bundle, and their sizes there.
 * @throws esbuild's BuildFailure if an import cannot be resolved. @throws FeedsConfigError if a transform cannot be bundled.
 */
export function bundleFunctions(options: FunctionBundlesOptions): Metafile {
  const metafile = bundleCode(options);
  writeFeeds(options);
  return metafile;
}

/** Bundles functions without feeds, for the package. */
export function bundleCode({ names, lambdas, outdir }: Omit<FunctionBundlesOptions, 'feeds'>): Metafile {
  rmSync(outdir, { recursive: true, force: true });
  const root = resolve(lambdas, '..');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({
      in: join(relative(root, lambdas), name, 'handler.ts'),
      out: join(name, 'index'),
    })),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    minify: true,
    // The workflow retries by the name of the error class, and the logs' stack traces have no source maps.
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  return metafile;
}

function writeFeeds({ names, feeds, outdir }: FunctionBundlesOptions): void {
  const bundled = bundleTransforms(feeds);
  for (const name of names.filter((one) => READS_FEEDS.includes(one)))
    writeFileSync(join(outdir, name, 'feeds.json'), prettyJson(withoutCode(bundled)));
  for (const name of names.filter((one) => RUNS_TRANSFORMS.includes(one)))
    writeTransforms(bundled, join(outdir, name, 'transforms'));
}

function writeTransforms({ feeds }: Feeds, folder: string): void {
  for (const [name, { transform }] of Object.entries(feeds)) {
    if (!transform || !isBundled(transform.run)) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.cjs`), transform.run.code ?? '');
  }
}
