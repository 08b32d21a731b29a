// One suite for the bucket in memory and for the S3 adapter, so that no test depends on what S3 does not do.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { s3ObjectStore } from '../../../lambdas/adapters/s3-object-store.ts';
import type { ObjectStore } from '../../../lambdas/ports/object-store.ts';
import { startS3Server } from '../../../local/s3/server.ts';
import { memoryObjectStore } from '../../fakes/memory-object-store.ts';

/** A store, and what users do with its bucket. */
interface Subject {
  readonly store: ObjectStore;
  /** Returns the version. */
  put(key: string, body: string): Promise<string>;
  remove(key: string): Promise<void>;
  close(): Promise<void>;
}

const SUBJECTS: readonly (readonly [string, () => Promise<Subject>])[] = [
  ['in memory', inMemory],
  ['in S3', inS3],
];

describe.each(SUBJECTS)('an object store %s', (_, open) => {
  let subject: Subject;
  let store: ObjectStore;
  beforeAll(async () => {
    subject = await open();
    store = subject.store;
  });
  afterAll(() => subject.close());

  describe('read', () => {
    it('returns what was written, text as UTF-8', async () => {
      await store.write('read/text', 'naïve', 'text/csv');
      await store.write('read/bytes', Buffer.from([0, 255, 10]));
      expect((await store.read({ key: 'read/text' })).toString('utf8')).toBe('naïve');
      expect(await store.read({ key: 'read/bytes' })).toEqual(Buffer.from([0, 255, 10]));
    });

    it('returns an empty object', async () => {
      await store.write('read/empty', '');
      expect(await store.read({ key: 'read/empty' })).toEqual(Buffer.alloc(0));
    });

    it.each([
      [{ start: 2, end: 5 }, 'cde', 'the end is not included'],
      [{ start: 0, end: 1 }, 'a', 'a range of one byte'],
      [{ start: 4 }, 'efgh', 'without an end, to the end of the object'],
      [{ start: 6, end: 100 }, 'gh', 'an end after the object is its end'],
      [{ start: 3, end: 3 }, '', 'an empty range has no bytes, and is not the whole object'],
      [{ start: 100, end: 100 }, '', 'an empty range is empty at any position'],
    ])('returns the bytes of %j as "%s": %s', async (range, text, _because) => {
      await store.write('read/range', 'abcdefgh');
      expect((await store.read({ key: 'read/range' }, range)).toString()).toBe(text);
      expect(await gather(store.stream({ key: 'read/range' }, range))).toBe(text);
    });

    it('refuses a range that begins after the end of the object', async () => {
      await store.write('read/short', 'abc');
      await expect(store.read({ key: 'read/short' }, { start: 3, end: 5 })).rejects.toThrow();
    });

    it('returns the given version, or the newest one if none is given', async () => {
      const first = await subject.put('read/versions', 'first');
      const second = await subject.put('read/versions', 'second');
      const read = async (versionId?: string) =>
        (await store.read({ key: 'read/versions', versionId })).toString();
      expect(await read(first)).toBe('first');
      expect(await read(second)).toBe('second');
      expect(await read()).toBe('second');
    });

    it('returns a version also if the object was deleted since', async () => {
      const versionId = await subject.put('read/deleted', 'kept');
      await subject.remove('read/deleted');
      expect((await store.read({ key: 'read/deleted', versionId })).toString()).toBe('kept');
    });

    it('throws object_gone if there is no such object, or it was deleted', async () => {
      const gone = { name: 'RefusedError', code: 'object_gone' };
      await subject.put('read/gone', 'x');
      await subject.remove('read/gone');
      await expect(store.read({ key: 'read/never' })).rejects.toMatchObject(gone);
      await expect(store.read({ key: 'read/gone' })).rejects.toMatchObject(gone);
      await expect(store.read({ key: 'read/gone' }, { start: 0, end: 1 })).rejects.toMatchObject(gone);
      await expect(gather(store.stream({ key: 'read/never' }))).rejects.toMatchObject(gone);
    });
  });

  describe('find', () => {
    it('returns the newest version and its size', async () => {
      await subject.put('find/twice', 'first');
      const versionId = await subject.put('find/twice', 'zweité');
      expect(await store.find('find/twice')).toEqual({ key: 'find/twice', versionId, bytes: 7 });
    });

    it('returns an empty object', async () => {
      const versionId = await subject.put('find/empty', '');
      expect(await store.find('find/empty')).toEqual({ key: 'find/empty', versionId, bytes: 0 });
    });

    it('returns undefined if there is no such object, or it was deleted', async () => {
      await subject.put('find/gone', 'x');
      await subject.remove('find/gone');
      expect(await store.find('find/gone')).toBeUndefined();
      expect(await store.find('find/never')).toBeUndefined();
    });
  });

  describe('stream', () => {
    it('returns a large object in pieces, completely', async () => {
      const body = Buffer.alloc(3_000_000, 'customer,order\n');
      await store.write('stream/large', body);
      const pieces: Buffer[] = [];
      for await (const piece of store.stream({ key: 'stream/large' })) pieces.push(piece);
      expect(pieces.length).toBeGreaterThan(1);
      expect(Buffer.concat(pieces).equals(body)).toBe(true);
    });

    it('can be stopped before its end', async () => {
      await store.write('stream/left', Buffer.alloc(1_000_000, 'x'));
      for await (const piece of store.stream({ key: 'stream/left' })) {
        expect(piece.length).toBeGreaterThan(0);
        break;
      }
      expect((await store.read({ key: 'stream/left' }, { start: 0, end: 3 })).toString()).toBe('xxx');
    });
  });

  describe('write', () => {
    it('replaces the content of an object', async () => {
      await store.write('write/twice', 'longer than after');
      await store.write('write/twice', 'after');
      expect((await store.read({ key: 'write/twice' })).toString()).toBe('after');
    });
  });

  describe('writeStream', () => {
    it('writes text and bytes in order, and returns the number of bytes', async () => {
      const written = await store.writeStream('stream/mixed', pieces('ä', Buffer.from('b'), 'c'));
      expect(written).toBe(4);
      expect((await store.read({ key: 'stream/mixed' })).toString()).toBe('äbc');
    });

    it('writes an object of several parts', async () => {
      const part = Buffer.alloc(5_000_000, 'p');
      expect(await store.writeStream('stream/parts', pieces(part, part, 'end'))).toBe(10_000_003);
      const end = await store.read({ key: 'stream/parts' }, { start: 9_999_999 });
      expect(end.toString()).toBe('pend');
    });

    it('writes an empty object if the stream is empty', async () => {
      expect(await store.writeStream('stream/nothing', pieces())).toBe(0);
      expect(await store.read({ key: 'stream/nothing' })).toEqual(Buffer.alloc(0));
    });

    it('writes no object if its source fails, and passes the error on', async () => {
      const broken = async function* () {
        yield 'half';
        throw new RangeError('the other half is missing');
      };
      await expect(store.writeStream('stream/broken', broken())).rejects.toThrow('the other half is missing');
      await expect(store.read({ key: 'stream/broken' })).rejects.toMatchObject({ code: 'object_gone' });
    });
  });

  describe('list', () => {
    it('returns the keys under a prefix in order, without deleted ones', async () => {
      for (const name of ['b', 'a', 'c', 'ä', 'Z']) await store.write(`list/here/${name}`, '');
      await store.write('list/elsewhere', '');
      await subject.remove('list/here/c');
      const keys: string[] = [];
      for await (const key of store.list('list/here/')) keys.push(key);
      expect(keys).toEqual(['Z', 'a', 'b', 'ä'].map((name) => `list/here/${name}`));
    });

    it('returns no keys if there are none', async () => {
      for await (const key of store.list('list/nowhere/')) expect(key).toBe('absent');
    });
  });
});

describe('a bucket that keeps no versions', () => {
  it('identifies an object by its ETag: once its content is replaced, the object is gone, so that two files never mix', async () => {
    const { store, put, close } = await inS3({ versioned: false });
    await put('file', 'first');
    const found = await store.find('file');
    expect(found).toEqual({ key: 'file', etag: expect.stringMatching(/^[0-9a-f]{32}$/), bytes: 5 });
    const pinned = { key: 'file', etag: found?.etag };
    expect((await store.read(pinned)).toString()).toBe('first');
    await put('file', 'other');
    const gone = { name: 'RefusedError', code: 'object_gone' };
    await expect(store.read(pinned, { start: 0, end: 2 })).rejects.toMatchObject(gone);
    await expect(gather(store.stream(pinned))).rejects.toMatchObject(gone);
    await close();
  });
});

async function inMemory(): Promise<Subject> {
  const store = memoryObjectStore();
  return { store, put: store.put, remove: store.remove, close: async () => {} };
}

async function inS3({ versioned } = { versioned: true }): Promise<Subject> {
  const directory = await mkdtemp(join(tmpdir(), 'object-store-'));
  const server = await startS3Server({ directory });
  const at = (Key: string) => ({ Bucket: 'bucket', Key });
  await server.createBucket('bucket', { versioned, eventBridge: false });
  const client = new S3Client({
    endpoint: server.url,
    region: 'eu-west-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    store: s3ObjectStore(client, 'bucket'),
    async put(key, body) {
      const { VersionId } = await client.send(new PutObjectCommand({ ...at(key), Body: Buffer.from(body) }));
      return String(VersionId);
    },
    async remove(key) {
      await client.send(new DeleteObjectCommand(at(key)));
    },
    async close() {
      client.destroy();
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function* pieces(...all: readonly (string | Buffer)[]): AsyncGenerator<string | Buffer> {
  yield* all;
}

async function gather(stream: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const bytes of stream) all.push(bytes);
  return Buffer.concat(all).toString();
}
