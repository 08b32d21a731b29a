import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from '../../../../lambdas/domain/csv/decode.ts';
import { SNIFF_BYTES } from '../../../../lambdas/domain/csv/sniff-file.ts';
import { bufferSizes, collect, inBuffers } from '../../../builders/buffers.ts';
import { cases } from '../../../depth.ts';

/** Text with one to four bytes per character. In UTF-16, some characters are pairs. */
const text = fc.string({ unit: fc.constantFrom('a', ',', '\n', 'é', '日', '😀', '𝄞'), maxLength: 60 });
/** Text that is longer than what sniffing reads, so that there is more than one piece. */
const anyText = fc.oneof(
  text,
  text.map((end) => 'é,'.repeat(SNIFF_BYTES / 4) + end),
);

describe('decodeText', () => {
  it.each([
    ['UTF-16 LE', (written: string) => Buffer.from(`\ufeff${written}`, 'utf16le')],
    ['UTF-16 BE', (written: string) => Buffer.from(`\ufeff${written}`, 'utf16le').swap16()],
    ['UTF-8', (written: string) => Buffer.from(written)],
  ])('decodes a %s file, for all buffer sizes', async (_, encode) => {
    await fc.assert(
      fc.asyncProperty(anyText, bufferSizes, async (written, sizes) => {
        const pieces = await collect(decodeText(inBuffers(encode(written), sizes)));
        expect(Buffer.concat(pieces).toString()).toBe(written);
      }),
      cases(200),
    );
  });
});
