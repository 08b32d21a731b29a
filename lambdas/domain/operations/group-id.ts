// Names a group of rows, a key and a person by the first 64 bits of a SHA-256.
import { hash } from 'node:crypto';

/** 16 hexadecimal digits. The partition of a person follows from them: see `partitionOf`. */
export function shortId(text: string): string {
  return hash('sha256', text, 'hex').slice(0, SHORT_ID_DIGITS);
}

const SHORT_ID_DIGITS = 16;
