// Decodes windows-1252. The TextDecoder of some builds of Node.js decodes it as ISO-8859-1, so that “ ” – and € become
// control characters.

/** Bytes 0x80 to 0x9f (WHATWG Encoding Standard, index windows-1252); five of them are undefined. */
const UPPER = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

/**
 * Returns the text as UTF-8. An undefined byte becomes U+FFFD, so that its row is rejected. ISO-8859-1 is decoded the
 * same way, as browsers do (WHATWG Encoding Standard, "Names and labels"): it has unused control codes in place of these
 * characters.
 */
export function decodeWindows1252(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.toString('latin1').replaceAll(/[\x80-\x9f]/g, (byte) => UPPER[byte.charCodeAt(0) - 0x80] ?? byte),
  );
}
