import { describe, expect, it } from '@jest/globals';
import { decodeWindows1252 } from '../../../../lambdas/domain/csv/windows-1252.ts';

const decode = (...bytes: readonly number[]) => decodeWindows1252(Buffer.from(bytes)).toString();

describe('decodeWindows1252', () => {
  it('decodes the characters that ISO-8859-1 does not have', () => {
    expect(decode(0x80, 0x93, 0x94, 0x96, 0x99, 0x9f)).toBe('€“”–™Ÿ');
  });

  it('decodes all other characters like ISO-8859-1', () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte < 0x80 || byte > 0x9f);
    expect(decode(...bytes)).toBe(Buffer.from(bytes).toString('latin1'));
  });

  it('marks an undefined byte', () => {
    expect(decode(0x61, 0x81, 0x8d, 0x8f, 0x90, 0x9d)).toBe(`a${'\ufffd'.repeat(5)}`);
  });
});
