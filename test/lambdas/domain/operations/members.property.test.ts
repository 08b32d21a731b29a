import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Compress, gzip, zstd } from '../../../../lambdas/domain/operations/compression.ts';
import { partitionOf } from '../../../../lambdas/domain/operations/keys.ts';
import { isIntact, memberPacker, unpackMember } from '../../../../lambdas/domain/operations/members.ts';
import type { Operation } from '../../../../lambdas/domain/operations/operation.ts';
import { eventOperation } from '../../../builders/operation.ts';
import { cases } from '../../../depth.ts';

/** Text with all characters that could split a line or a field. */
const hostile = fc.string({
  unit: fc.constantFrom('a', '\t', '\n', '\r', '\0', '"', '\\', '\u2028', '😀', '\ud83d'),
  maxLength: 8,
});

const anOperation = fc
  .record({ person: hostile, key: hostile, text: hostile })
  .map(({ person, key, text }) => eventOperation({ person, key }, { text }));

describe('memberPacker', () => {
  it('keeps the operations of each partition, in the order of the file', () => {
    fc.assert(
      fc.property(
        fc.array(anOperation, { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        (operations, partitions) => {
          const { body, members } = packed(operations, partitions);
          for (const { partition, start, end, operations: count } of members) {
            const own = operations.filter(({ meta }) => partitionOf(meta.person, partitions) === partition);
            expect(unpackMember(body.subarray(start, end))).toEqual(own);
            expect(count).toBe(own.length);
          }
          const found = members.reduce((sum, member) => sum + member.operations, 0);
          expect(found).toBe(operations.length);
        },
      ),
      cases(500),
    );
  });

  it('writes members without gaps, in the order of partitions', () => {
    fc.assert(
      fc.property(
        fc.array(anOperation, { maxLength: 20 }),
        fc.integer({ min: 1, max: 8 }),
        (operations, partitions) => {
          const { body, members } = packed(operations, partitions);
          const ends = [0, ...members.map(({ end }) => end)];
          expect(members.map(({ start }) => start)).toEqual(ends.slice(0, -1));
          expect(ends.at(-1)).toBe(body.length);
          const order = members.map(({ partition }) => partition);
          expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
        },
      ),
    );
  });

  it.each([
    ['zstd', zstd],
    ['gzip', gzip],
  ])('keeps operations that are larger than the piece that it compresses by %s', (_, compress) => {
    const operations = Array.from({ length: 300 }, (_, n) =>
      eventOperation({ person: `${n % 3}`, key: `${n}` }, { text: '😀'.repeat(500) }),
    );
    const { body, members } = packed(operations, 2, compress);
    const back = members.flatMap(({ start, end }) => unpackMember(body.subarray(start, end)));
    expect(back).toHaveLength(300);
    expect(back).toEqual(expect.arrayContaining(operations));
  });

  it('finds other bytes by their checksum, and does not check those of earlier versions', () => {
    const { body, members } = packed([eventOperation({ person: 'ann', key: '1' }, { text: 'x' })], 1);
    const [member] = members;
    if (!member) throw new Error('no member');
    expect(isIntact(body, member)).toBe(true);
    expect(isIntact(body.subarray(0, -1), member)).toBe(false);
    expect(isIntact(Buffer.from('other'), {})).toBe(true);
  });

  it('packs no operations into no bytes', () => {
    expect(packed([], 4)).toEqual({ body: Buffer.alloc(0), members: [] });
  });
});

function packed(operations: readonly Operation[], partitions: number, compress: Compress = zstd) {
  const packer = memberPacker(partitions, compress);
  operations.forEach(packer.add);
  return packer.pack();
}
