// One function, one file: esbuild makes them all in one go, so that a synth takes seconds and needs neither Docker nor a
// network. The AWS SDK comes along: what was tested is what runs, whatever the runtime ships.
import { rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildSync, type Metafile } from 'esbuild';
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';

/** Functions that know the feeds, from a `feeds.json` that lies beside their code. */
const READS_FEEDS: readonly FunctionName[] = ['split', 'validate', 'review', 'decide', 'forward', 'report'];

/** CommonJS dependencies call `require`, which an ES module has not. */
const REQUIRE = `import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);`;

export interface FunctionBundlesOptions {
  readonly names: readonly FunctionName[];
  /** Folder that holds `<name>/handler.ts` of every function. */
  readonly lambdas: string;
  readonly feeds: Feeds;
  /** Folder with a folder for each function: `index.mjs` and, where it knows the feeds, `feeds.json`, nothing else. */
  readonly outdir: string;
}

/**
 * Bundles functions. The same sources give the same bytes wherever they lie on disk.
 * @returns which files went into each bundle, and what each weighs there.
 * @throws esbuild's BuildFailure where an import cannot be resolved.
 */
export function bundleFunctions({ names, lambdas, feeds, outdir }: FunctionBundlesOptions): Metafile {
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
    // The workflow retries by error class, and stack traces in the logs are read without source maps.
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  for (const name of names.filter((one) => READS_FEEDS.includes(one)))
    writeFileSync(join(outdir, name, 'feeds.json'), JSON.stringify(feeds, null, 2));
  return metafile;
}
