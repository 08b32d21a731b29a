// The synthesized app, kept under a hash of all that it is made of: a synthesis takes seconds.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import type { CsvToCustomerIoAppProps } from '../../lib/csv-to-customerio-app.ts';
import { bundleTransforms } from '../../lib/feeds/bundle-transforms.ts';
import { cdkContext, projectFile, SOURCES } from '../../lib/project.ts';

/** What the app is made of, besides its sources. */
export interface KeptAssemblyOptions extends Pick<CsvToCustomerIoAppProps, 'feeds' | 'context'> {
  /** Whether the functions do nothing, for a reader of the template alone. Default: false. */
  readonly withoutCode?: boolean;
}

const KEPT = projectFile('node_modules/.cache/csv-to-customerio');
const MADE_OF = ['lambdas/**/*.{ts,js}', 'lib/**/*.{ts,js}', 'bundles/**/*.mjs'];
const OF_PROJECT = ['package-lock.json', 'taxonomy.lock.json'];
const COMMAND = join(import.meta.dirname, `synthesize-command${extname(import.meta.filename)}`);
/** An app that was not used for so long is removed. */
const KEPT_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

/**
 * Synthesizes the app in its own process, so that this one does not keep the memory of the CDK.
 * @returns the folder of the cloud assembly, which is read-only.
 * @throws Error if a setting is invalid, or a function cannot be bundled.
 */
export function keptAssembly({ feeds, ...others }: KeptAssemblyOptions): string {
  // Functions are not passed to another process. Their code is, and its hash changes with all that it imports.
  const options = { feeds: bundleTransforms(feeds), ...others };
  const kept = join(KEPT, hashOf(options));
  if (existsSync(kept)) {
    utimesSync(kept, new Date(), new Date());
    return kept;
  }
  mkdirSync(KEPT, { recursive: true });
  removeUnused();
  const fresh = mkdtempSync(join(KEPT, 'fresh-'));
  synthesizeInto(fresh, options);
  try {
    renameSync(fresh, kept);
  } catch {
    rmSync(fresh, { recursive: true }); // another process was faster
  }
  return kept;
}

function synthesizeInto(outdir: string, options: KeptAssemblyOptions): void {
  const input = JSON.stringify({ ...options, outdir });
  try {
    execFileSync(process.execPath, [COMMAND], { input, stdio: ['pipe', 'ignore', 'pipe'] });
  } catch (error) {
    rmSync(outdir, { recursive: true });
    const { stderr } = error as { readonly stderr?: Buffer };
    throw new Error(String(stderr ?? error).trim(), { cause: error });
  }
}

function removeUnused(): void {
  for (const name of readdirSync(KEPT)) {
    const folder = join(KEPT, name);
    const used = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (used < Date.now() - KEPT_MILLISECONDS) rmSync(folder, { recursive: true, force: true });
  }
}

function hashOf(options: KeptAssemblyOptions): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, options, cdkContext()]));
  const files = globSync(MADE_OF, { cwd: SOURCES })
    .sort()
    .map((file) => join(SOURCES, file));
  for (const file of [...files, ...OF_PROJECT.map(projectFile).filter((one) => existsSync(one))]) {
    hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
