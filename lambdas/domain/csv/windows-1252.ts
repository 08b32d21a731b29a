// Decodes windows-1252, for the TextDecoder of some builds of Node.js takes it for ISO-8859-1 and makes control
// characters of “ ” – and €.

/** Bytes 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); five of them mean nothing. */
const UPPER = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/**
 * Gives the text as UTF-8. A byte that means nothing becomes U+FFFD, by which the reader rejects its row.
 * ISO-8859-1 is read so, too, as browsers do (WHATWG Encoding Standard, "Names and labels"): what it has in place of
 * these characters are control codes that nobody writes.
 */
export function decodeWindows1252(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.toString('latin1').replaceAll(/[\x80-\x9f]/g, (byte) => UPPER[byte.charCodeAt(0) - 0x80] ?? byte),
  );
}
