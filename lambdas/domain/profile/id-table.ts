// A table from ids of 64 bits to values of a few words. A Map of millions of ids would need ten times the memory.

export interface IdTable {
  /** Adds an id that is not known. @returns the place of its values, negative if the id was known: `~place`. */
  readonly add: (first: number, second: number) => number;
  readonly values: Uint32Array;
}

/** @param most ids that are added. @param words of the value of an id. */
export function idTable(most: number, words: number): IdTable {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(1, most) * 2));
  const ids = new Uint32Array(slots * 2);
  const values = new Uint32Array(slots * words);
  return {
    values,
    add(first, second) {
      for (let slot = second & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
        const [knownFirst, knownSecond] = [ids[slot * 2], ids[slot * 2 + 1]];
        if (knownFirst === first && knownSecond === second) return ~(slot * words);
        if (knownFirst !== 0 || knownSecond !== 0) continue;
        ids[slot * 2] = first;
        ids[slot * 2 + 1] = second;
        return slot * words;
      }
    },
  };
}
