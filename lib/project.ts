// Where a project's own files are: feeds.config.ts, cdk.json and taxonomy.lock.json.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** In the package, the sources are compiled. */
export const IS_PACKAGE = !import.meta.filename.endsWith('.ts');

/** Folder of this project's sources or, in the package, of what was built from them. */
export const SOURCES = resolve(import.meta.dirname, '..');

/** @returns the path of a file of the project: in the package, that of the folder in which the command runs. */
export function projectFile(name: string): string {
  return join(IS_PACKAGE ? process.cwd() : SOURCES, name);
}

/** The settings of cdk.json. A project that installs the package writes only those that differ. */
export function cdkContext(): Readonly<Record<string, unknown>> {
  return { ...contextOf(join(SOURCES, 'cdk.json')), ...contextOf(projectFile('cdk.json')) };
}

function contextOf(path: string): object {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).context ?? {}) : {};
}
