// Bundles the transforms of feeds, each as a module of its own with all that it imports. One call of esbuild per transform.
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { buildSync, type Metafile } from 'esbuild';
import type { Feed, Feeds } from '../../lambdas/contracts/feed/feed.ts';
import {
  type BundledTransform,
  isAsync,
  isBundled,
  RUN_EXPORT,
  type TransformRow,
} from '../../lambdas/contracts/feed/transform.ts';
import { cutOut, type TransformToCut } from './cut-out.ts';
import { FeedsConfigError } from './feeds-config-error.ts';
import { originOf, type TransformOrigin } from './transform-origins.ts';

/** Modules of Node.js that compute, and read or write nothing. */
const PURE_MODULES = ['buffer', 'crypto', 'punycode', 'querystring', 'string_decoder', 'url', 'util'];

/**
 * The feeds with the bundles of their transforms instead of the functions, so that they can be written as JSON.
 * @throws FeedsConfigError if a transform cannot be bundled.
 */
export function bundleTransforms(feeds: Feeds): Feeds {
  const all = Object.entries(feeds.feeds);
  if (!all.some(([, { transform }]) => transform && !isBundled(transform.run))) return feeds;
  return { ...feeds, feeds: Object.fromEntries(all.map(([name, feed]) => [name, withBundle(name, feed)])) };
}

/** The feeds as the functions get them: with the digests, and without the code. */
export function withoutCode(feeds: Feeds): Feeds {
  const entries = Object.entries(feeds.feeds).map(([name, feed]) => {
    const { transform } = feed;
    if (!transform || !isBundled(transform.run)) return [name, feed] as const;
    const { digest } = transform.run;
    return [name, { ...feed, transform: { ...transform, run: { digest } } }] as const;
  });
  return { ...feeds, feeds: Object.fromEntries(entries) };
}

function withBundle(name: string, feed: Feed): Feed {
  const { transform } = feed;
  if (!transform || isBundled(transform.run)) return feed;
  return { ...feed, transform: { ...transform, run: bundle(name, transform.run) } };
}

function bundle(feed: string, run: TransformRow): BundledTransform {
  const origin = originOf(run);
  if (!origin)
    throw problem(
      feed,
      'the file that defines it is not known. Give it to defineFeeds, which must be called at the top of that file: defineFeeds({ … }, import.meta.url)',
    );
  const narrow = bundleFile(origin, 'transform');
  // A file that also reads the other feeds cannot be loaded without them.
  const code = loads(narrow, origin) ? narrow : bundleFile(origin, 'feeds');
  checkCode(code, origin);
  return { digest: hash('sha256', code, 'base64url').slice(0, 16), code };
}

function bundleFile({ module, feed, call }: TransformOrigin, keep: TransformToCut['keep']): string {
  const path = pathOf(module);
  const text = cutOut(path, readFileSync(path, 'utf8'), { feed, call, keep });
  if (text === undefined)
    throw problem(
      feed,
      `${path} does not call defineFeeds. Import defineFeeds by this name there, and call it with import.meta.url of the same file`,
    );
  const { code, metafile } = build(feed, path, text);
  refuseImpure(feed, metafile);
  return code;
}

function loads(code: string, { module }: TransformOrigin): boolean {
  try {
    return loadTransform(code, pathOf(module)) !== undefined;
  } catch {
    return false;
  }
}

function pathOf(module: string): string {
  return isAbsolute(module) ? module : fileURLToPath(module.replace(/[?#].*$/, ''));
}

function build(feed: string, path: string, contents: string) {
  try {
    const { outputFiles, metafile } = buildSync({
      stdin: { contents, sourcefile: path, resolveDir: dirname(path), loader: 'ts' },
      absWorkingDir: dirname(path),
      write: false,
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'cjs',
      mainFields: ['module', 'main'],
      // A row is frozen, and only strict code throws if it changes one.
      banner: { js: '"use strict";' },
      // Not its names: esbuild chooses them by the letters of the file, also those of types and of code that is left out.
      minifyWhitespace: true,
      minifySyntax: true,
      legalComments: 'none',
      // What it prints would be in the logs of Validate, with the cells of rows.
      drop: ['console', 'debugger'],
      // Imports that are not used are left out, such as that of defineFeeds.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } },
      metafile: true,
      logLevel: 'silent',
    });
    return { code: outputFiles[0]?.text ?? '', metafile };
  } catch (error) {
    throw problem(feed, `it cannot be bundled: ${(error as Error).message}`);
  }
}

/** Refuses modules that read files, clocks or networks, because the result would not depend on the row alone. */
function refuseImpure(feed: string, { outputs, inputs }: Metafile): void {
  const imported = Object.values(outputs).flatMap(({ imports }) => imports.map(({ path }) => path));
  const impure = imported.find(
    (path) => isBuiltin(path) && !PURE_MODULES.includes(path.replace(/^node:/, '')),
  );
  if (impure === undefined) return;
  const [by = ''] = Object.entries(inputs)
    .filter(([, { imports }]) => imports.some(({ path }) => path === impure))
    .map(([path]) => path);
  throw problem(
    feed,
    `${by} imports "${impure}". A transform must depend on the row alone: move it, and what it needs, to a file that does not import it`,
  );
}

/** Runs the code once as Validate does, so that a module that cannot be loaded is found before it is deployed. */
function checkCode(code: string, { module, feed }: TransformOrigin): void {
  let run: unknown;
  try {
    run = loadTransform(code, pathOf(module));
  } catch (error) {
    throw problem(feed, `${pathOf(module)} cannot be loaded: ${(error as Error).message}`);
  }
  if (typeof run !== 'function' || isAsync(run as TransformRow))
    throw problem(
      feed,
      `${pathOf(module)} does not define the function when it is loaded. Call defineFeeds at the top of the file`,
    );
}

/** @param path of a file: modules are found from its folder. */
export function loadTransform(code: string, path: string): unknown {
  const module = { exports: {} as Record<string, unknown> };
  compileFunction(code, ['module', 'exports', 'require'])(module, module.exports, createRequire(path));
  return module.exports[RUN_EXPORT];
}

function problem(feed: string, message: string): FeedsConfigError {
  return new FeedsConfigError(
    `feeds.config.ts is not valid. Correct these options:\n  feed "${feed}", transform: ${message}`,
  );
}
