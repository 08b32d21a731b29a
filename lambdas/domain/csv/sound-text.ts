// Faults of text: bytes that are not UTF-8, NUL, and U+FFFD, which stands for a character that was lost before the file
// arrived and must not reach a profile.
import { isUtf8 } from 'node:buffer';

export type TextFault = 'nul_byte' | 'invalid_encoding' | 'lost_character';

const REPLACEMENT_CHARACTER = Buffer.from('\ufffd');

/** The fault in bytes that should be UTF-8 text. It uses native code, so that it is fast for a whole chunk. */
export function textFault(bytes: Buffer): TextFault | undefined {
  if (!isUtf8(bytes)) return 'invalid_encoding';
  if (bytes.includes(0)) return 'nul_byte';
  return bytes.includes(REPLACEMENT_CHARACTER) ? 'lost_character' : undefined;
}

/** Text with one character per byte, which keeps bytes of an unknown encoding unchanged. */
export function byteString(text: string | Buffer): string {
  return Buffer.from(text).toString('latin1');
}
