// Makes one file of a package that has many: Jest reads, resolves and compiles each file of each package again for each test
// file, and most of them load zod with its 95 files. Jest keeps the result on disk.
import { buildSync } from 'esbuild';

/** The entry of these packages, as a pattern of paths. */
export const BUNDLED_ENTRIES = '/node_modules/zod/index\\.js$';

/** A transformer of Jest. */
export default {
  process: (_: string, path: string, { supportsStaticESM }: { readonly supportsStaticESM: boolean }) => {
    const format = supportsStaticESM ? 'esm' : 'cjs';
    const bundle = { bundle: true, format, platform: 'node', target: 'node24', write: false } as const;
    const [{ text } = { text: '' }] = buildSync({ entryPoints: [path], ...bundle }).outputFiles;
    return { code: text };
  },
};
