// Bytes that no text has: NUL, and what is no UTF-8. Also U+FFFD itself, the sign that a character was lost on the way:
// nobody means it, and it must not reach a profile.
import { isUtf8 } from 'node:buffer';

export type TextFault = 'nul_byte' | 'invalid_encoding' | 'lost_character';

const REPLACEMENT_CHARACTER = Buffer.from('\ufffd');

/** What is wrong with bytes that should be UTF-8 text; native code, so that whole chunks can be asked for. */
export function textFault(bytes: Buffer): TextFault | undefined {
  if (!isUtf8(bytes)) return 'invalid_encoding';
  if (bytes.includes(0)) return 'nul_byte';
  return bytes.includes(REPLACEMENT_CHARACTER) ? 'lost_character' : undefined;
}

/** Text that has one character per byte, so that bytes of an unknown encoding come out as they went in. */
export function byteString(text: string | Buffer): string {
  return Buffer.from(text).toString('latin1');
}
