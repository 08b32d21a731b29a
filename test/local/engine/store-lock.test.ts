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
  it('refuses a second engine until the first unlocks the store', () => {
    const unlock = lockStore(folder.path);
    expect(() => lockStore(folder.path)).toThrow(/Another engine .* is using/);
    unlock();
    lockStore(folder.path)();
    expect(existsSync(lockFile())).toBe(false);
  });

  it('refuses an engine while another process uses the store', () => {
    writeFileSync(lockFile(), String(process.ppid));
    expect(() => lockStore(folder.path)).toThrow(`process ${process.ppid}`);
  });

  it.each([
    ['a process that has ended', () => String(spawnSync(process.execPath, ['-v']).pid)],
    ['an earlier process with the same id, as in containers', () => String(process.pid)],
    ['a killed process that left the file empty', () => ''],
  ])('replaces the lock of %s', (_, content) => {
    writeFileSync(lockFile(), content());
    expect(() => lockStore(folder.path)()).not.toThrow();
  });
});
