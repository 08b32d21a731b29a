// Writes texts in encodings that Node.js does not write.
import type { FileOptions } from '../../lambdas/contracts/feed/file-options.ts';

/** Japanese texts are written as bytes. */
type Encoding = Exclude<NonNullable<FileOptions['encoding']>, 'shift_jis'>;

/** The characters of windows-1252 from 0x80 to 0x9f. Gaps are undefined. */
const UPPER = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const ENCODERS: Readonly<Record<Encoding, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text, 'utf8'),
  'utf-16le': (text) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text) => Buffer.from(text, 'utf16le').swap16(),
  'windows-1252': (text) => Buffer.from(text.replaceAll(/[^\0-\xff]/g, toWindows1252), 'latin1'),
  'iso-8859-1': (text) => Buffer.from(text, 'latin1'),
};

/** Without a byte order mark, unless the text starts with one. */
export function encode(text: string, encoding: Encoding): Buffer {
  return ENCODERS[encoding](text);
}

export function isEncoding(name: string): name is Encoding {
  return Object.hasOwn(ENCODERS, name);
}

function toWindows1252(character: string): string {
  const at = UPPER.indexOf(character);
  if (at === -1) throw new Error(`windows-1252 has no ${character}`);
  return String.fromCharCode(0x80 + at);
}
