// package.json as it is published: its exports are the compiled files, and it depends only on what these import.

export interface Manifest {
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** What only the repository needs. */
const OF_REPOSITORY = ['scripts', 'allowScripts', 'overrides'];

/**
 * @param manifest of the repository.
 * @param imported names of the packages that the compiled files import.
 * @throws Error if a package is imported that is not a dependency.
 */
export function publishedManifest(manifest: Manifest, imported: ReadonlySet<string>): object {
  const { dependencies, peerDependencies } = manifest;
  const missing = [...imported].filter((name) => !(name in dependencies) && !(name in peerDependencies));
  if (missing.length > 0)
    throw new Error(
      `The package imports ${missing.join(', ')}. In package.json, move what it imports to dependencies.`,
    );
  const published = Object.entries(manifest).filter(([field]) => !OF_REPOSITORY.includes(field));
  return {
    ...Object.fromEntries(published),
    exports: compiledExports(manifest.exports),
    bin: {
      'csv-to-customerio': './dist/bin/installed.mjs',
      'create-csv-to-customerio': './dist/bin/create.mjs',
    },
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([name]) => imported.has(name))),
  };
}

function compiledExports(exports: Manifest['exports']): Record<string, unknown> {
  const entries = Object.entries(exports).map(([specifier, path]) => {
    if (!path.endsWith('.ts')) return [specifier, path] as const;
    const compiled = path.replace(/^\.\/(.*)\.ts$/, './dist/$1');
    return [specifier, { types: `${compiled}.d.ts`, default: `${compiled}.js` }] as const;
  });
  return Object.fromEntries(entries);
}
