// Builds and packs a copy of the repository, because `npm pack` changes package.json while it runs.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const NOT_COPIED = ['node_modules', '.git', '.local', 'cdk.out', 'dist', 'test', 'coverage'];

export interface PackedFile {
  readonly path: string;
  readonly size: number;
}

export interface Packed {
  readonly folder: string;
  /** The repository's copy, as it is after packing. */
  readonly copy: string;
  readonly tarball: string;
  readonly bytes: number;
  readonly files: readonly PackedFile[];
}

export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  const copy = join(folder, 'copy');
  mkdirSync(copy);
  for (const name of readdirSync(ROOT).filter((one) => !NOT_COPIED.includes(one)))
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'dir');
  const args = ['pack', '--json', '--silent', '--pack-destination', folder];
  const printed = execFileSync('npm', args, { cwd: copy, stdio: 'pipe', encoding: 'utf8' });
  const [packed] = Object.values(JSON.parse(printed.slice(printed.search(/^[[{]/m))));
  const { filename, size, files } = packed as {
    readonly filename: string;
    readonly size: number;
    readonly files: readonly PackedFile[];
  };
  return { folder, copy, tarball: join(folder, filename), bytes: size, files };
}
