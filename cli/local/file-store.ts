// The bucket of commands that need no AWS: files on disk by object key. What steps write goes to a separate folder.
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { refusal } from '../../lambdas/domain/errors.ts';
import type { ByteRange, ObjectStore, StoredObject } from '../../lambdas/ports/object-store.ts';

/**
 * @param folder for objects that are written.
 * @param files objects that exist from the beginning: paths on disk by key.
 */
export function fileStore(folder: string, files: Readonly<Record<string, string>>): ObjectStore {
  const pathOf = (key: string) => files[key] ?? join(folder, key);
  const find = (key: string): StoredObject | undefined => {
    const found = statSync(pathOf(key), { throwIfNoEntry: false });
    return found?.isFile() ? { key, bytes: found.size } : undefined;
  };
  const place = async (key: string) => {
    const path = pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    return path;
  };
  return {
    find: async (key) => find(key),
    async read({ key }, range) {
      const found = find(key);
      if (!found) throw refusal('object_gone');
      const { start, end } = within(range, found.bytes);
      const file = await open(pathOf(key));
      try {
        const buffer = Buffer.alloc(end - start);
        const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    async *stream({ key }, range) {
      const found = find(key);
      if (!found) throw refusal('object_gone');
      const { start, end } = within(range, found.bytes);
      if (end > start) yield* createReadStream(pathOf(key), { start, end: end - 1 }) as AsyncIterable<Buffer>;
    },
    async write(key, body) {
      await writeFile(await place(key), body);
    },
    async writeStream(key, body) {
      const path = await place(key);
      await pipeline(body, createWriteStream(path));
      return statSync(path).size;
    },
    async *list(prefix) {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const written = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'));
      const keys = [...Object.keys(files), ...written].filter((key) => key.startsWith(prefix));
      yield* keys.sort();
    },
  };
}

function within({ start, end }: ByteRange = { start: 0 }, bytes: number) {
  return { start, end: Math.min(end ?? bytes, bytes) };
}
