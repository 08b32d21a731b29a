// Packages that only these tests use. They are not dependencies: one of them has no build for most platforms, and the
// others are larger than what they check. npm fetches them into a temporary folder.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A hang, not a slow registry. */
const TIMEOUT_MS = 300_000;

export interface Fetched {
  readonly require: (name: string) => unknown;
  /** Path of a file in a package. */
  readonly path: (...parts: string[]) => string;
  readonly remove: () => void;
}

/** @returns undefined, after it printed why, if the packages cannot be fetched. */
export function fetchPackages(...packages: readonly string[]): Fetched | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'second-opinions-'));
  const remove = () => rmSync(folder, { recursive: true });
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
  try {
    execFileSync('npm', args, { timeout: TIMEOUT_MS, stdio: 'pipe' });
  } catch (error) {
    remove();
    console.warn(
      `Skipped: npm cannot fetch ${packages.join(', ')}. ${(error as Error).message.split('\n')[0]}`,
    );
    return undefined;
  }
  const path = (...parts: string[]) => join(folder, 'node_modules', ...parts);
  return { require: createRequire(join(folder, 'package.json')), path, remove };
}
