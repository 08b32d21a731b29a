// The bucket in memory. It is versioned, like the real one.
import { refusal } from '../../lambdas/domain/errors.ts';
import type { ByteRange, ObjectPointer, ObjectStore } from '../../lambdas/ports/object-store.ts';

export interface MemoryObjectStore extends ObjectStore {
  /** Drops a file, from outside the pipeline. Returns its version. */
  put(key: string, body: Buffer | string): Promise<string>;
  /** Deletes a key. Its versions remain, like in any versioned bucket. */
  remove(key: string): Promise<void>;
  /** Removes a key with all its versions, like an operator or a lifecycle rule. */
  purge(key: string): void;
  /** All keys, or those with a prefix, in order. */
  keys(prefix?: string): readonly string[];
  /** The newest version as text. */
  text(key: string): string;
}

/** Bytes in one piece of a stream. */
const PIECE_BYTES = 64 * 1024;

/** The versions of a key, oldest first. `undefined` is a deletion. */
type Versions = (Buffer | undefined)[];

export function memoryObjectStore(): MemoryObjectStore {
  const objects = new Map<string, Versions>();
  const versionsOf = (key: string): Versions => objects.get(key) ?? [];
  const push = (key: string, body: Buffer | undefined): string => {
    const versions = versionsOf(key);
    objects.set(key, versions);
    return `v${versions.push(body)}`;
  };
  const find = ({ key, versionId }: ObjectPointer): Buffer => {
    const at = versionId === undefined ? -1 : Number(versionId.slice(1)) - 1;
    const found = versionsOf(key).at(at);
    if (found) return found;
    throw refusal('object_gone');
  };
  const keys = (prefix = '') =>
    [...objects.keys()].filter((key) => key.startsWith(prefix) && versionsOf(key).at(-1)).sort(byBytes);
  return {
    keys,
    put: async (key, body) => push(key, Buffer.from(body)),
    remove: async (key) => void push(key, undefined),
    purge: (key) => {
      objects.set(
        key,
        versionsOf(key).map(() => undefined),
      );
    },
    text: (key) => find({ key }).toString('utf8'),
    async find(key) {
      const versions = versionsOf(key);
      const newest = versions.at(-1);
      return newest && { key, versionId: `v${versions.length}`, bytes: newest.length };
    },
    read: async (pointer, range) => Buffer.from(cut(find(pointer), range)),
    async *stream(pointer, range) {
      const bytes = cut(find(pointer), range);
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
    },
    write: async (key, body) => void push(key, Buffer.from(body)),
    async writeStream(key, body) {
      const whole = await collect(body);
      push(key, whole);
      return whole.length;
    },
    async *list(prefix) {
      yield* keys(prefix);
    },
  };
}

async function collect(body: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

function cut(bytes: Buffer, range: ByteRange | undefined): Buffer {
  if (!range) return bytes;
  const { start, end = bytes.length } = range;
  if (end <= start) return Buffer.alloc(0);
  if (start >= bytes.length) throw new RangeError(`an object of ${bytes.length} bytes has no byte ${start}`);
  return bytes.subarray(start, end);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
