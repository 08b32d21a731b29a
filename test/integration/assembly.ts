// The synthesized app for tests. A synth takes seconds and every test file needs one, so it is cached under a hash of its
// inputs.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CsvToCustomerIoAppProps } from '../../lib/csv-to-customerio-app.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const KEPT = join(ROOT, 'node_modules/.cache/csv-to-customerio');
const SOURCES = ['lambdas/**/*.ts', 'lib/**/*.ts', 'cdk.json', 'package-lock.json'];

const COMMAND = join(import.meta.dirname, 'synthesize-command.ts');

/** Folder of the cloud assembly, which is read-only. */
export function synthesizedAssembly(props: Pick<CsvToCustomerIoAppProps, 'feeds' | 'context'>): string {
  const kept = join(KEPT, hashOf(props));
  if (existsSync(kept)) return kept;
  mkdirSync(KEPT, { recursive: true });
  const fresh = mkdtempSync(join(KEPT, 'fresh-'));
  execFileSync(process.execPath, [COMMAND], { input: JSON.stringify({ ...props, outdir: fresh }) });
  try {
    renameSync(fresh, kept);
  } catch {
    rmSync(fresh, { recursive: true }); // another test file was faster
  }
  return kept;
}

function hashOf(props: object): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, props]));
  for (const file of globSync(SOURCES, { cwd: ROOT }).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
