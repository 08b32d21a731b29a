import { describe, expect, it } from '@jest/globals';
import type { FileOptions } from '../../../../lambdas/contracts/feed/file-options.ts';
import { decodeText } from '../../../../lambdas/domain/csv/decode.ts';
import { collect, inBuffers } from '../../../builders/buffers.ts';

async function decode(bytes: Buffer, stated?: FileOptions): Promise<string> {
  return Buffer.concat(await collect(decodeText(inBuffers(bytes, [11]), stated))).toString();
}

describe('decodeText', () => {
  it('passes UTF-8 on unchanged, with wrong bytes: their rows are rejected later', async () => {
    const bytes = Buffer.from([0x69, 0xff, 0x0a, 0x00, 0x41]);
    expect(Buffer.concat(await collect(decodeText(inBuffers(bytes, [2]))))).toEqual(bytes);
  });

  it.each([
    ['windows-1252', Buffer.from('caf\xe9 \x80 5', 'latin1'), 'café € 5'],
    ['iso-8859-1', Buffer.from('caf\xe9 \xa3 5', 'latin1'), 'café £ 5'],
    ['utf-16le', Buffer.from('é 😀', 'utf16le'), 'é 😀'],
    ['utf-16be', Buffer.from('é 😀', 'utf16le').swap16(), 'é 😀'],
    ['utf-8', Buffer.from('é 😀'), 'é 😀'],
    ['shift_jis', Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67, 0xb1, 0x41]), 'テストｱA'],
  ] as const)('decodes %s where it is stated', async (encoding, bytes, text) => {
    expect(await decode(bytes, { encoding })).toBe(text);
  });

  it('uses a byte order mark instead of the encoding of the feed', async () => {
    expect(await decode(Buffer.from('\ufeffé', 'utf16le'), { encoding: 'windows-1252' })).toBe('é');
    expect(await decode(Buffer.from('\ufeffé'), { encoding: 'windows-1252' })).toBe('\ufeffé');
  });

  it('reads a fixed rejects.csv as UTF-8, for any encoding of the feed', async () => {
    const text = 'id,_reject_line,_reject_code,_reject_column,_reject_reason\né,1,x,,\n';
    expect(await decode(Buffer.from(text), { encoding: 'windows-1252' })).toBe(text);
    expect(await decode(Buffer.from(text), { encoding: 'utf-16le' })).toBe(text);
  });

  it.each([
    ['half a character', Buffer.from([0xff, 0xfe, 0x41])],
    ['half a surrogate pair', Buffer.from([0xff, 0xfe, 0x3d, 0xd8])],
    ['two halves in the wrong order', Buffer.from([0xff, 0xfe, 0x00, 0xde, 0x3d, 0xd8])],
  ])('refuses UTF-16 with %s', async (_, bytes) => {
    await expect(decode(bytes)).rejects.toMatchObject({ name: 'RefusedError', code: 'not_text' });
  });

  it('refuses a file that is not text before it passes on any bytes', async () => {
    await expect(decode(Buffer.from('%PDF-1.7 and so on'))).rejects.toMatchObject({ code: 'not_csv_pdf' });
  });

  it('returns nothing for an empty file', async () => {
    expect(await decode(Buffer.alloc(0))).toBe('');
  });
});
