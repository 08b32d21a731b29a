import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readByteRange } from '../../../../local/s3/http/byte-range.ts';

const size = fc.nat(20);
const offset = fc.nat(30);
const bytesOf = (length: number): readonly number[] => Array.from({ length }, (_, n) => n);

/** The bytes of a range of `size` bytes; empty if the range is refused. */
function cut(header: string, length: number): readonly number[] {
  try {
    const range = readByteRange(header, length);
    return range ? bytesOf(length).slice(range.start, range.end + 1) : bytesOf(length);
  } catch {
    return [];
  }
}

describe('readByteRange', () => {
  it('selects bytes=a-b like slice(a, b + 1)', () => {
    fc.assert(
      fc.property(size, offset, offset, (length, a, more) => {
        expect(cut(`bytes=${a}-${a + more}`, length)).toEqual(bytesOf(length).slice(a, a + more + 1));
      }),
    );
  });

  it('selects bytes=a- like slice(a)', () => {
    fc.assert(
      fc.property(size, offset, (length, a) => {
        expect(cut(`bytes=${a}-`, length)).toEqual(bytesOf(length).slice(a));
      }),
    );
  });

  it('selects bytes=-n like slice(-n)', () => {
    fc.assert(
      fc.property(size, offset, (length, n) => {
        expect(cut(`bytes=-${n}`, length)).toEqual(n === 0 ? [] : bytesOf(length).slice(-n));
      }),
    );
  });
});
