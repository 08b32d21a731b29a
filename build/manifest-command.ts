// `npm pack` and `npm publish` run this: `publish` writes the published package.json, `restore` writes the repository's again.
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { prettyJson } from '../lambdas/contracts/format.ts';
import { publishedManifest } from './published-manifest.ts';

const ROOT = resolve(import.meta.dirname, '..');
const MANIFEST = join(ROOT, 'package.json');
const OURS = join(ROOT, 'package.repository.json');

if (existsSync(OURS)) renameSync(OURS, MANIFEST); // also after a run that was interrupted
if (process.argv[2] === 'publish') {
  const text = readFileSync(MANIFEST, 'utf8');
  const published = publishedManifest(JSON.parse(text), importedPackages(join(ROOT, 'dist')));
  writeFileSync(OURS, text);
  writeFileSync(MANIFEST, prettyJson(published));
}

function importedPackages(folder: string): Set<string> {
  const specifiers = globSync('{bin,cli,lambdas,lib,local}/**/*.{js,d.ts}', { cwd: folder }).flatMap((file) =>
    specifiersIn(file, readFileSync(join(folder, file), 'utf8')),
  );
  const packages = specifiers.filter((one) => !/^(\.|node:)/.test(one) && !builtinModules.includes(one));
  return new Set(packages.map((one) => /^(@[^/]+\/)?[^/]+/.exec(one)?.[0] ?? one));
}

function specifiersIn(file: string, text: string): string[] {
  const { module } = parseSync(file, text);
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const called = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, name = '']) => name);
  return [...module.staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...called];
}
