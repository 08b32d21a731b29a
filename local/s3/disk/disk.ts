// How anything gets onto the disk: prepared in `temporary/`, then made visible by one rename; leaves the same way.
// So a killed process (kill -9) leaves whole objects and litter in `temporary/`, which the next start clears. A power
// cut is not guarded against: nothing is fsynced.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyLock, type KeyLock } from './key-lock.ts';

export interface Disk {
  readonly buckets: string;
  readonly temporary: string;
  readonly now: () => number;
  /** Orders the work on one object, or on one upload. One process owns the directory. */
  readonly alone: KeyLock;
}

export async function openDisk(directory: string, now: () => number): Promise<Disk> {
  const disk = {
    buckets: join(directory, 'buckets'),
    temporary: join(directory, 'temporary'),
    now,
    alone: createKeyLock(),
  };
  await rm(disk.temporary, { recursive: true, force: true });
  await mkdir(disk.temporary, { recursive: true });
  await mkdir(disk.buckets, { recursive: true });
  return disk;
}

/** Lends a new folder to fill; what `use` did not move away is removed afterwards. */
export async function withStaging<T>(disk: Disk, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(disk.temporary, randomUUID());
  await mkdir(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a file or folder disappear at once, however much there is to delete. */
export async function discard(disk: Disk, path: string): Promise<void> {
  const away = join(disk.temporary, randomUUID());
  await rename(path, away);
  await rm(away, { recursive: true, force: true });
}

/** Replaces a small JSON file at once: a reader sees the old one or the new one. */
export async function writeJson(disk: Disk, path: string, value: unknown): Promise<void> {
  const draft = join(disk.temporary, randomUUID());
  await writeFile(draft, JSON.stringify(value));
  await rename(draft, path);
}

/** `undefined` where there is no such file. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await absentAs(undefined, readFile(path, 'utf8'));
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The names in a folder, sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await absentAs([], readdir(folder))).sort();
}

async function absentAs<T>(absent: T, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return absent;
    throw error;
  }
}
