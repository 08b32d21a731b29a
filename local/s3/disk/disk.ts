// Writes to disk: files are prepared in `temporary/` and become visible with one rename. They are deleted in the same
// way. So a killed process (kill -9) leaves only complete objects, and files in `temporary/` that the next start deletes.
// A power failure can lose data, because nothing is fsynced.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createKeyLock, type KeyLock } from './key-lock.ts';

export interface Disk {
  readonly buckets: string;
  readonly temporary: string;
  readonly now: () => number;
  /** Runs work on the same object or upload one after another. Only one process uses the directory. */
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

/** Calls `use` with a new folder. What `use` leaves in it is deleted afterwards. */
export async function withStaging<T>(disk: Disk, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(disk.temporary, randomUUID());
  await mkdir(folder);
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes a file or folder disappear immediately, whatever its size. */
export async function discard(disk: Disk, path: string): Promise<void> {
  const away = join(disk.temporary, randomUUID());
  await rename(path, away);
  await rm(away, { recursive: true, force: true });
}

/** Replaces a small JSON file atomically: a reader gets the old or the new file. */
export async function writeJson(disk: Disk, path: string, value: unknown): Promise<void> {
  const draft = join(disk.temporary, randomUUID());
  await writeFile(draft, JSON.stringify(value));
  await rename(draft, path);
}

/** `undefined` if there is no such file. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await absentAs(undefined, readFile(path, 'utf8'));
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The names in a folder, sorted; empty if there is no such folder. */
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
