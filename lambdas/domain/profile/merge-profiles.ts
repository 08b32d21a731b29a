// Adds up the profiles of chunks to that of the file.
import { addCounts } from '../counts.ts';
import type { ChunkProfile } from './chunk-profile.ts';
import { addEventNames } from './event-names.ts';
import { addMarks } from './mark.ts';

/** The profile of a file without rows. Adding it changes nothing. */
export const NO_PROFILE: ChunkProfile = {
  rows: 0,
  columns: [],
  longestBytes: [],
  times: [],
  ages: {},
  names: [],
  identifiers: {},
  unpairedRows: 0,
};

/** Adds up the profiles of two chunks of one file. Associative and commutative: the order of chunks does not matter. */
export function mergeProfiles(a: ChunkProfile, b: ChunkProfile): ChunkProfile {
  const span = widen(a.span, b.span);
  return {
    rows: a.rows + b.rows,
    columns: zip(a.columns, b.columns, addMarks),
    longestBytes: zip(a.longestBytes, b.longestBytes, Math.max),
    times: addTimes(a.times, b.times),
    ages: addCounts(a.ages, b.ages),
    ...(span ? { span } : {}),
    names: addEventNames(a.names, b.names),
    identifiers: addMarks(a.identifiers, b.identifiers),
    unpairedRows: a.unpairedRows + b.unpairedRows,
  };
}

/** The shortest span that contains both. */
export function widen(a: ChunkProfile['span'], b: ChunkProfile['span']): ChunkProfile['span'] {
  if (!a || !b) return a ?? b;
  return { oldest: Math.min(a.oldest, b.oldest), newest: Math.max(a.newest, b.newest) };
}

/** Combines two lists item by item. The rest of the longer list stays as it is. */
function zip<Item>(a: readonly Item[], b: readonly Item[], add: (a: Item, b: Item) => Item): Item[] {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  return long.map((item, place) => {
    const other = short[place];
    return other === undefined ? item : add(item, other);
  });
}

function addTimes(a: ChunkProfile['times'], b: ChunkProfile['times']): ChunkProfile['times'] {
  const sums = new Map(a.map(({ column, marks }) => [column, marks]));
  for (const { column, marks } of b) sums.set(column, addMarks(sums.get(column) ?? {}, marks));
  return [...sums].map(([column, marks]) => ({ column, marks })).sort((x, y) => x.column - y.column);
}
