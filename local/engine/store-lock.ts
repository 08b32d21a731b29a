// Locks a store for one engine, because two engines would change the same files.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Locks of this process. A lock file with this process id that is not among them is left over from an earlier process. */
const held = new Set<string>();

/**
 * @param store an existing folder.
 * @returns a function that unlocks the store.
 * @throws Error if a running engine uses the store.
 */
export function lockStore(store: string): () => void {
  const file = join(store, 'engine.lock');
  if (!tryLock(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner === process.pid ? held.has(file) : isRunning(owner)) {
      throw new Error(
        `Another engine (process ${owner}) is using ${store}. Stop it, or choose another folder with --store. If that process is not an engine, delete ${file}.`,
      );
    }
    rmSync(file, { force: true });
    if (!tryLock(file))
      throw new Error(`Another engine has just started on ${store}. Stop it, or use --store.`);
  }
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

function tryLock(file: string): boolean {
  try {
    const lock = openSync(file, 'wx');
    writeSync(lock, String(process.pid));
    closeSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether a process with that id exists. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
