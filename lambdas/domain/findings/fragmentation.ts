// Finds people who fall apart: one e-mail with several ids, one id with several e-mails, across all chunks.
// Sorts numbers in typed arrays, for millions of pairs have to fit beside everything else.
import { PAIR_BYTES } from '../profile/identity-pairs.ts';

/** With what sorting takes, 28 bytes a pair: 112 MB. */
export const PAIRS_LIMIT = 4_000_000;

export interface Fragmentation {
  readonly emailsWithManyIds: Fragments;
  readonly idsWithManyEmails: Fragments;
  /** False where pairs beyond the limit were left out: then the counts are the least there can be. */
  readonly complete: boolean;
}

export interface Fragments {
  /** Of so many e-mails or ids. */
  readonly of: number;
  readonly count: number;
  /** For the five that come first in the file: up to five lines each, on which the others differ. */
  readonly examples: readonly (readonly number[])[];
}

export interface FragmentationFinder {
  /** Takes over a chunk's pairs; the buffer can be freed. */
  add(pairs: Buffer): void;
  find(): Fragmentation;
}

/** A pair in 32-bit words: two of the e-mail's hash, two of the id's, the line. */
const WORDS = PAIR_BYTES / 4;
const [EMAIL, ID, LINE] = [0, 2, 4];

const NONE: Fragments = { of: 0, count: 0, examples: [] };

/** @param limitPairs pairs beyond it are left out; memory is taken as they come. */
export function fragmentationFinder(limitPairs: number = PAIRS_LIMIT): FragmentationFinder {
  // Untouched pages of a fresh array cost nothing: the operating system gives them out zeroed when they are written.
  // A file that names people in one way only has no pairs, and takes no array.
  let words = new Uint32Array(0);
  let count = 0;
  let complete = true;
  return {
    add(pairs) {
      const fitting = Math.min(pairs.length / PAIR_BYTES, limitPairs - count);
      if (count === 0 && fitting > 0) words = new Uint32Array(limitPairs * WORDS);
      new Uint8Array(words.buffer).set(pairs.subarray(0, fitting * PAIR_BYTES), count * PAIR_BYTES);
      count += fitting;
      if (fitting * PAIR_BYTES < pairs.length) complete = false;
    },
    find() {
      if (count === 0) return { emailsWithManyIds: NONE, idsWithManyEmails: NONE, complete };
      const order = Uint32Array.from({ length: count }, (_, pair) => pair);
      const scratch = new Uint32Array(count);
      sortBy(words, order, scratch, ID);
      sortBy(words, order, scratch, EMAIL);
      const emailsWithManyIds = findFragments(words, order, EMAIL, ID);
      sortBy(words, order, scratch, ID);
      const idsWithManyEmails = findFragments(words, order, ID, EMAIL);
      return { emailsWithManyIds, idsWithManyEmails, complete };
    },
  };
}

const DIGIT_BITS = 16;
const DIGIT_MASK = 2 ** DIGIT_BITS - 1;

/** Stable radix sort of pair numbers by a hash of two words; ends in `order`, for the passes are even in number. */
function sortBy(words: Uint32Array, order: Uint32Array, scratch: Uint32Array, field: number): void {
  let [from, to] = [order, scratch];
  for (const word of [field, field + 1]) {
    for (const shift of [0, DIGIT_BITS]) {
      sortByDigit(words, from, to, word, shift);
      [from, to] = [to, from];
    }
  }
}

function sortByDigit(
  words: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
  word: number,
  shift: number,
): void {
  const digit = (pair: number) => ((words[pair * WORDS + word] as number) >>> shift) & DIGIT_MASK;
  const places = new Uint32Array(DIGIT_MASK + 2);
  for (const pair of from) (places[digit(pair) + 1] as number)++;
  for (let place = 1; place < places.length; place++)
    (places[place] as number) += places[place - 1] as number;
  for (const pair of from) to[(places[digit(pair)] as number)++] = pair;
}

const EXAMPLES_KEPT = 5;

/** Goes through the pairs, sorted by `by` and then `other`, run by run of the same `by`. */
function findFragments(words: Uint32Array, order: Uint32Array, by: number, other: number): Fragments {
  let [of, count] = [0, 0];
  let examples: number[][] = [];
  for (let start = 0, end = 0; start < order.length; start = end) {
    end = runEnd(words, order, start, by);
    of++;
    if (end - start === 1) continue;
    const lines = firstLines(words, order.subarray(start, end), other);
    if (lines.length === 1) continue;
    count++;
    examples = [...examples, lines.slice(0, EXAMPLES_KEPT)]
      .sort(([a = 0], [b = 0]) => a - b)
      .slice(0, EXAMPLES_KEPT);
  }
  return { of, count, examples };
}

/** The first line of each distinct `field`, ascending. */
function firstLines(words: Uint32Array, run: Uint32Array, field: number): number[] {
  const lines: number[] = [];
  for (let start = 0, end = 0; start < run.length; start = end) {
    end = runEnd(words, run, start, field);
    const same = run.subarray(start, end);
    lines.push(same.reduce((line, pair) => Math.min(line, lineOf(words, pair)), Number.POSITIVE_INFINITY));
  }
  return lines.sort((a, b) => a - b);
}

/** Where the pairs with the same `field` as the one at `start` end. */
function runEnd(words: Uint32Array, order: Uint32Array, start: number, field: number): number {
  const wordAt = (place: number, word: number) => words[(order[place] as number) * WORDS + word];
  const [first, second] = [wordAt(start, field), wordAt(start, field + 1)];
  let end = start + 1;
  while (end < order.length && wordAt(end, field) === first && wordAt(end, field + 1) === second) end++;
  return end;
}

function lineOf(words: Uint32Array, pair: number): number {
  return words[pair * WORDS + LINE] as number;
}
