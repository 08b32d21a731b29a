// One function, one file: esbuild in this process, so that a synth takes a second and needs neither Docker nor a
// network. The AWS SDK comes along: what was tested is what runs, whatever the runtime ships.
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed.ts';

/** Functions that know the feeds, from a `feeds.json` that lies beside their code. */
const READS_FEEDS: readonly FunctionName[] = ['split', 'validate', 'review', 'decide', 'forward', 'report'];

/** CommonJS dependencies call `require`, which an ES module has not. */
const REQUIRE = `import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);`;

export interface FunctionBundleOptions {
  readonly name: FunctionName;
  /** Folder that holds `<name>/handler.ts` of every function. */
  readonly lambdas: string;
  readonly feeds: Feeds;
  /** Folder that will hold `index.mjs` and, where the function knows the feeds, `feeds.json`, and nothing else. */
  readonly outdir: string;
}

/**
 * Bundles a function. The same sources give the same bytes wherever they lie on disk.
 * @returns which files went into the bundle, and what each weighs there.
 * @throws esbuild's BuildFailure where an import cannot be resolved.
 */
export function bundleFunction({ name, lambdas, feeds, outdir }: FunctionBundleOptions): Metafile {
  rmSync(outdir, { recursive: true, force: true });
  const root = resolve(lambdas, '..');
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [join(relative(root, lambdas), name, 'handler.ts')],
    outfile: join(outdir, 'index.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    minify: true,
    // The workflow retries by error class, and stack traces in the logs are read without source maps.
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  if (READS_FEEDS.includes(name)) writeFileSync(join(outdir, 'feeds.json'), JSON.stringify(feeds, null, 2));
  return metafile;
}
