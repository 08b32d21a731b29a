// Byte streams that arrive in pieces, like from a network: divided anywhere, also within a character.
import fc from 'fast-check';

/** Sizes of buffers in bytes, used repeatedly. */
export const bufferSizes = fc.oneof(
  fc.constant([65_536]),
  fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
);

export async function* inBuffers(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
