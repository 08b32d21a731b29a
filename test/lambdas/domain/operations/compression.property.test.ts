// Pieces that were compressed one by one are read as one text, in either format.

import { constants, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzip, uncompressed, zstd } from '../../../../lambdas/domain/operations/compression.ts';
import { atDepth } from '../../../depth.ts';

/** From nothing to more than the 128 KiB that a piece usually has, repeating itself or not. */
const aPiece = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .record({
      pattern: fc.uint8Array({ minLength: 1, maxLength: 50 }),
      size: fc.integer({ min: 1, max: 200_000 }),
    })
    .map(({ pattern, size }) => Buffer.alloc(size, Buffer.from(pattern))),
);

describe.each([
  ['zstd', zstd],
  ['gzip', gzip],
])('%s', (_, compress) => {
  it('returns all pieces, in their order', () => {
    fc.assert(
      fc.property(fc.array(aPiece, { minLength: 1, maxLength: 6 }), (pieces) => {
        expect(uncompressed(Buffer.concat(pieces.map(compress))).equals(Buffer.concat(pieces))).toBe(true);
      }),
      { numRuns: atDepth({ short: 25, full: 200 }) },
    );
  });

  it('throws if the last piece is cut off', () => {
    const pieces = Buffer.concat([
      compress(Buffer.from('first\n')),
      compress(Buffer.from('second\n'.repeat(99))),
    ]);
    expect(() => uncompressed(pieces.subarray(0, -3))).toThrow();
  });
});

describe('a piece by zstd', () => {
  it('is a whole frame', () => {
    const text = Buffer.from('{"a":1}\n'.repeat(1_000));
    const frame = zstd(text);
    expect(frame.length).toBeLessThan(text.length / 50);
    expect(zstdDecompressSync(frame, { finishFlush: constants.ZSTD_e_end }).equals(text)).toBe(true);
  });
});
