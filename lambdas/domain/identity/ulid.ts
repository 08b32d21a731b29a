// ULIDs made from a key instead of the clock: the same event always carries the same one.
// Customer.io wants the ULID's form, not its time (Customer.io staff, community thread 428).
import { hash } from 'node:crypto';

declare const ulidBrand: unique symbol;
/** 26 characters of Crockford's base32: 48 bits of time, 80 bits of hash. */
export type Ulid = string & { readonly [ulidBrand]: true };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const HASH_CHARACTERS = 16;

/** A time part that never changes, so that a corrected event time cannot make an old event new. */
export const FIXED_TIME_MILLISECONDS = 1_700_000_000_000;

/** The ULID whose random part is the first 80 bits of the key's SHA-256. */
export function deterministicUlid(key: string, milliseconds = FIXED_TIME_MILLISECONDS): Ulid {
  const digest = BigInt(`0x${hash('sha256', key, 'hex').slice(0, 20)}`);
  return (base32(BigInt(milliseconds), TIME_CHARACTERS) + base32(digest, HASH_CHARACTERS)) as Ulid;
}

function base32(value: bigint, characters: number): string {
  let text = '';
  for (let rest = value; text.length < characters; rest >>= 5n) text = ALPHABET[Number(rest & 31n)] + text;
  return text;
}
