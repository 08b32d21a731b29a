import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from '../../../../lambdas/domain/csv/decode.ts';
import type { Compression } from '../../../../lambdas/domain/csv/dialect.ts';
import { bufferSizes, collect, inBuffers } from '../../../builders/buffers.ts';

/** Text of one to four bytes a character: in UTF-16 some of it comes in pairs. */
const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', 'é', '日', '😀', '𝄞'), maxLength: 60 });

async function decode(bytes: Buffer, sizes: readonly number[], compression: Compression): Promise<string> {
  return Buffer.concat(
    await collect(decodeText(inBuffers(bytes, sizes), compression, bytes.length)),
  ).toString();
}

describe('decodeText', () => {
  it.each([
    ['UTF-16 LE', (written: string) => Buffer.from(`\ufeff${written}`, 'utf16le')],
    ['UTF-16 BE', (written: string) => Buffer.from(`\ufeff${written}`, 'utf16le').swap16()],
    ['UTF-8', (written: string) => Buffer.from(written)],
  ])('gives the text of a %s file, wherever its bytes are parted', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(text, bufferSizes, async (written, sizes) => {
        expect(await decode(encode(written), sizes, 'none')).toBe(written);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives the text of all gzip members, wherever their bytes are parted', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { minLength: 1, maxLength: 4 }),
        bufferSizes,
        async (members, sizes) => {
          const bytes = Buffer.concat(members.map((member) => gzipSync(member)));
          expect(await decode(bytes, sizes, 'gzip')).toBe(members.join(''));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never passes a truncated gzip file for a whole one', async () => {
    const bytes = gzipSync('id,name\n1,é\n'.repeat(9));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: bytes.length - 1 }), bufferSizes, async (length, sizes) => {
        await expect(decode(bytes.subarray(0, length), sizes, 'gzip')).rejects.toMatchObject({
          code: 'broken_gzip',
        });
      }),
    );
  });
});
