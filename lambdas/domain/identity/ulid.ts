// ULIDs made from a key instead of the clock: the same event always carries the same one.
// Customer.io wants the ULID's form, not its time (Customer.io staff, community thread 428).
import { hash } from 'node:crypto';

declare const ulidBrand: unique symbol;
/** 26 characters of Crockford's base32: 48 bits of time, 80 bits of hash. */
export type Ulid = string & { readonly [ulidBrand]: true };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
/** Bytes of a hash that make the other 16. */
const HASH_BYTES = 10;

/** A time part that never changes, so that a corrected event time cannot make an old event new. */
export const FIXED_TIME_MILLISECONDS = 1_700_000_000_000;
const FIXED_TIME = base32(FIXED_TIME_MILLISECONDS, TIME_CHARACTERS);
/** Two characters for each ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, bits) => base32(bits, 2));

/** The ULID whose random part is the first 80 bits of the key's SHA-256. */
export function deterministicUlid(key: string, milliseconds = FIXED_TIME_MILLISECONDS): Ulid {
  const digest = hash('sha256', key, 'binary');
  let text = milliseconds === FIXED_TIME_MILLISECONDS ? FIXED_TIME : base32(milliseconds, TIME_CHARACTERS);
  for (let at = 0, bits = 0, open = 0; at < HASH_BYTES; at++) {
    bits = ((bits & 1023) << 8) | digest.charCodeAt(at);
    open += 8;
    if (open < 10) continue;
    open -= 10;
    text += PAIRS[(bits >> open) & 1023];
  }
  return text as Ulid;
}

/** @param value below 2 ** 53. */
function base32(value: number, characters: number): string {
  let text = '';
  for (let rest = value; text.length < characters; rest = Math.floor(rest / 32)) {
    text = ALPHABET[rest % 32] + text;
  }
  return text;
}
