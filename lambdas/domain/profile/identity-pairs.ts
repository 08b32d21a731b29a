// Notes which e-mail came with which id, as hashes, so that Review can find people who fall apart into several.
import { hash } from 'node:crypto';

/** 8 bytes of SHA-256 of the e-mail, 8 of the id, and the line as a 32-bit number, little-endian. */
export const PAIR_BYTES = 20;
/** 5 MiB a chunk. */
export const PAIRS_KEPT = 256 * 1024;

const HASH_BYTES = 8;
const FIRST_PAIRS = 1024;

export function collectIdentityPairs() {
  const known = new Set<string>();
  let bytes = Buffer.alloc(FIRST_PAIRS * PAIR_BYTES);
  let unpairedRows = 0;
  return {
    /** E-mail addresses count as the same in any case, ids do not (Customer.io, "Identifying people"). */
    add(line: number, email: string, id: string): void {
      const address = email.trim().toLowerCase();
      const pair = `${address}\0${id}`;
      if (known.has(pair)) return;
      if (known.size === PAIRS_KEPT) {
        unpairedRows++;
        return;
      }
      const at = known.size * PAIR_BYTES;
      known.add(pair);
      if (at === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
      writeHash(bytes, at, address);
      writeHash(bytes, at + HASH_BYTES, id);
      bytes.writeUInt32LE(line, at + 2 * HASH_BYTES);
    },
    finish: () => ({ pairs: bytes.subarray(0, known.size * PAIR_BYTES), unpairedRows }),
  };
}

/** As text in between, which is three times as fast as through a buffer of its own. */
function writeHash(bytes: Buffer, at: number, text: string): void {
  bytes.write(hash('sha256', text, 'binary'), at, HASH_BYTES, 'binary');
}
