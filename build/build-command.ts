// `npm run build`: writes dist/, the code of the package. `npm pack` runs it, and packs what package.json lists in `files`.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { FUNCTION_ENVIRONMENT, type FunctionName } from '../lambdas/contracts/environment.ts';
import { bundleCode } from '../lib/constructs/function-bundles.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');
/** Files that the code reads from their place next to it. */
const READ_BY_CODE = ['bin/*.mjs', 'cdk.json', 'cli/**/*.js', 'samples/**/*.csv'];
/** The command line has no exports. */
const WITHOUT_TYPES = ['bin/**/*.d.ts', 'cli/**/*.d.ts', 'local/**/*.d.ts', 'feeds.config.*'];

rmSync(DIST, { recursive: true, force: true });
execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: ROOT,
  stdio: 'inherit',
});
for (const file of globSync(WITHOUT_TYPES, { cwd: DIST })) rmSync(join(DIST, file));
for (const file of globSync('**/*.d.ts', { cwd: DIST })) writeCompiledImports(join(DIST, file));
for (const file of globSync(READ_BY_CODE, { cwd: ROOT })) cpSync(join(ROOT, file), join(DIST, file));
for (const file of ['installed.mjs', 'create.mjs']) chmodSync(join(DIST, 'bin', file), 0o755);
// The commands import the feeds of this repository. In the package, they are those of the project.
writeFileSync(
  join(DIST, 'feeds.config.js'),
  "import { loadFeeds } from './cli/project/load-feeds.js';\n\nexport const feeds = await loadFeeds(process.cwd());\n",
);
bundleCode({
  names: Object.keys(FUNCTION_ENVIRONMENT) as FunctionName[],
  lambdas: join(ROOT, 'lambdas'),
  outdir: join(DIST, 'bundles'),
});

/** tsc rewrites the endings of imports in JavaScript, but not in declarations. */
function writeCompiledImports(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replaceAll(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'));
}
