// A short record of each event of a chunk with a key, so that Review finds keys that a file gives to two people. The
// records are sorted into ranges of the key's hash, so that Review can compare one range of all chunks after the other.
import { hash } from 'node:crypto';
import type { OperationMeta } from '../operations/operation.ts';

/** Ranges of the first byte of the key's hash. */
export const KEY_RANGES = 64;

/** 8 bytes of the SHA-256 of the key, 8 of that of the person, and the time as a double. */
export const KEY_RECORD_BYTES = 24;
const HASH_BYTES = 8;
const FIRST_RECORDS = 256;

/** An event with a key. */
export type KeyedEvent = Pick<OperationMeta, 'key' | 'person'> & {
  /** Unix seconds; undefined if the event has no time of its own. */
  readonly at: number | undefined;
};

export interface EventKeys {
  /** Range by range, in each in the order of the file. */
  readonly records: Buffer;
  /** The number of records in each range. */
  readonly counts: readonly number[];
}

export function collectEventKeys() {
  let bytes = Buffer.alloc(FIRST_RECORDS * KEY_RECORD_BYTES);
  let end = 0;
  return {
    add({ key, person, at }: KeyedEvent): void {
      if (end === bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
      // Binary strings are faster here than buffers.
      bytes.write(hash('sha256', key, 'binary'), end, HASH_BYTES, 'binary');
      bytes.write(hash('sha256', person, 'binary'), end + HASH_BYTES, HASH_BYTES, 'binary');
      bytes.writeDoubleLE(at ?? Number.NaN, end + 2 * HASH_BYTES);
      end += KEY_RECORD_BYTES;
    },
    finish: (): EventKeys => sortIntoRanges(bytes.subarray(0, end)),
  };
}

function sortIntoRanges(bytes: Buffer): EventKeys {
  const counts = new Array<number>(KEY_RANGES).fill(0);
  for (let at = 0; at < bytes.length; at += KEY_RECORD_BYTES) (counts[rangeOf(bytes, at)] as number)++;
  const places = counts.map((_, range) => counts.slice(0, range).reduce((sum, count) => sum + count, 0));
  const records = Buffer.alloc(bytes.length);
  for (let at = 0; at < bytes.length; at += KEY_RECORD_BYTES) {
    const place = (places[rangeOf(bytes, at)] as number)++;
    bytes.copy(records, place * KEY_RECORD_BYTES, at, at + KEY_RECORD_BYTES);
  }
  return { records, counts };
}

function rangeOf(bytes: Buffer, at: number): number {
  return Math.floor((bytes[at] as number) / (256 / KEY_RANGES));
}

/** Reads records without making objects: there are millions of them. */
export interface KeyRecords {
  readonly count: number;
  /** One of the two words of the key, 0 and 1, or of the person, 2 and 3. */
  readonly word: (at: number, word: number) => number;
  /** Unix seconds. */
  readonly time: (at: number) => number | undefined;
}

export function readEventKeys(records: Buffer): KeyRecords {
  return {
    count: records.length / KEY_RECORD_BYTES,
    word: (at, word) => records.readUInt32BE(at * KEY_RECORD_BYTES + word * 4),
    time: (at) => {
      const seconds = records.readDoubleLE(at * KEY_RECORD_BYTES + 2 * HASH_BYTES);
      return Number.isNaN(seconds) ? undefined : seconds;
    },
  };
}
