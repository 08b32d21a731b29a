import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lockStore } from '../../../local/engine/store-lock.ts';
import { temporaryFolder } from './assembly-builder.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const lockFile = () => join(folder.path, 'engine.lock');

describe('lockStore', () => {
  it('keeps a second engine out until the first lets go', () => {
    const unlock = lockStore(folder.path);
    expect(() => lockStore(folder.path)).toThrow(/Another engine .* is using/);
    unlock();
    lockStore(folder.path)();
    expect(existsSync(lockFile())).toBe(false);
  });

  it('keeps an engine out while another process has the store', () => {
    writeFileSync(lockFile(), String(process.ppid));
    expect(() => lockStore(folder.path)).toThrow(`process ${process.ppid}`);
  });

  it.each([
    ['a process that is gone', () => String(spawnSync(process.execPath, ['-v']).pid)],
    ['an earlier process with our own id, as containers have', () => String(process.pid)],
    ['a kill that left the file empty', () => ''],
  ])('takes over the lock of %s', (_, content) => {
    writeFileSync(lockFile(), content());
    expect(() => lockStore(folder.path)()).not.toThrow();
  });
});
