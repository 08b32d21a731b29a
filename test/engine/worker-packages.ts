// Packages that all test files of a worker share. Jest otherwise compiles and runs a package again for each test file: for
// the CDK, that takes a second. Only packages without state, which do not ask for the `Object` or `Error` of the test file.
// zod asks for `Object` only in the text of one mistake.
import { createRequire } from 'node:module';

declare global {
  /** Loads a file of a shared package outside of the sandbox of the test file. */
  var loadSharedPackage: (path: string) => object;
}

const PACKAGES = [
  ...['aws-cdk-lib', 'cdk-nag', 'constructs'],
  ...['@aws-sdk/[^/]+', '@smithy/[^/]+', 'fast-xml-parser', 'undici'],
  ...['temporal-polyfill', 'fast-check', 'csv-parse', 'luxon', 'dynalite', 'classic-level'],
  ...['zod', 'd3-scale', 'validator'],
];

/** The files of these packages, as a pattern of paths. */
export const SHARED_FILES = `/node_modules/(?:${PACKAGES.join('|')})/.+\\.[cm]?js$`;

const require = createRequire(import.meta.url);

/** What the test environment gives each test file. These packages return dates, and take those of the test. */
export const sharedPackages = { loadSharedPackage: (path: string): object => require(path), Date };

/** A transformer of Jest: replaces the text of a file by one that loads the shared copy. */
export default {
  process: (_: string, path: string, { supportsStaticESM }: { readonly supportsStaticESM: boolean }) => {
    const load = `globalThis.loadSharedPackage(${JSON.stringify(path)})`;
    if (!supportsStaticESM) return { code: `module.exports = ${load};` };
    const names = Object.keys(require(path)).map(
      (name, n) => `const _${n} = shared.${name}; export { _${n} as ${name} };`,
    );
    return { code: [`const shared = ${load};`, ...names].join('\n') };
  },
};
