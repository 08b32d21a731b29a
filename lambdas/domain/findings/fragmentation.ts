// Finds e-mail addresses with several ids, and ids with several e-mail addresses, across all chunks of a file.
// Sorts numbers in typed arrays, so that millions of pairs fit into memory.
import { PAIR_BYTES } from '../profile/identity-pairs.ts';

/** A pair takes 28 bytes while it is sorted: 112 MB in all. */
export const PAIRS_LIMIT = 4_000_000;

export interface Fragmentation {
  readonly emailsWithManyIds: Fragments;
  readonly idsWithManyEmails: Fragments;
  /** False if pairs over the limit were left out. The counts are then lower bounds. */
  readonly complete: boolean;
}

export interface Fragments {
  /** All e-mail addresses, or all ids. */
  readonly of: number;
  /** Those with several ids, or with several e-mail addresses. */
  readonly count: number;
  /** For the first five of them in the file, up to five lines, each with another id or e-mail address. */
  readonly examples: readonly (readonly number[])[];
}

export interface FragmentationFinder {
  /** Copies the pairs of a chunk. */
  add(pairs: Buffer): void;
  find(): Fragmentation;
}

/** A pair in 32-bit words: two of the e-mail's hash, two of the id's, the line. */
const WORDS = PAIR_BYTES / 4;
const [EMAIL, ID, LINE] = [0, 2, 4];

const NONE: Fragments = { of: 0, count: 0, examples: [] };

/** @param limitPairs pairs over this limit are left out. */
export function fragmentationFinder(limitPairs: number = PAIRS_LIMIT): FragmentationFinder {
  let words = new Uint32Array(0);
  let count = 0;
  let complete = true;
  return {
    add(pairs) {
      const fitting = Math.min(pairs.length / PAIR_BYTES, limitPairs - count);
      words = withRoomFor(words, count + fitting, limitPairs);
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

/** A file with fewer pairs, as most test files, is spared the large array and the counting of 65,536 places. */
const FEW_PAIRS = 1_000;

/** The large array takes memory only where it is written: the operating system allocates its pages then. */
function withRoomFor(
  words: Uint32Array<ArrayBuffer>,
  pairs: number,
  limitPairs: number,
): Uint32Array<ArrayBuffer> {
  if (pairs * WORDS <= words.length) return words;
  const larger = new Uint32Array((pairs < FEW_PAIRS ? Math.min(FEW_PAIRS, limitPairs) : limitPairs) * WORDS);
  larger.set(words);
  return larger;
}

const DIGIT_BITS = 16;
const DIGIT_MASK = 2 ** DIGIT_BITS - 1;

/** Stable sort of pair numbers by a hash of two words: by radix if they are many. */
function sortBy(words: Uint32Array, order: Uint32Array, scratch: Uint32Array, field: number): void {
  if (order.length < FEW_PAIRS) {
    const at = (pair: number, word: number) => words[pair * WORDS + word] as number;
    order.sort((a, b) => at(a, field + 1) - at(b, field + 1) || at(a, field) - at(b, field));
    return;
  }
  // The result is in `order`: the number of passes is even.
  let [from, to] = [order, scratch];
  for (const word of [field, field + 1]) {
    for (const shift of [0, DIGIT_BITS]) {
      sortByDigit(from, to, (pair) => ((words[pair * WORDS + word] as number) >>> shift) & DIGIT_MASK);
      [from, to] = [to, from];
    }
  }
}

function sortByDigit(from: Uint32Array, to: Uint32Array, digit: (pair: number) => number): void {
  const places = new Uint32Array(DIGIT_MASK + 2);
  for (const pair of from) (places[digit(pair) + 1] as number)++;
  for (let place = 1; place < places.length; place++)
    (places[place] as number) += places[place - 1] as number;
  for (const pair of from) to[(places[digit(pair)] as number)++] = pair;
}

const EXAMPLES_KEPT = 5;

/** Reads the pairs, which are sorted by `by` and then by `other`, in runs with the same `by`. */
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

/** The first line of each different `field`, ascending. */
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
