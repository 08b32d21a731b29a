// Picks the next batch: walks the partition's operations, leaves out what the seen table knows, stops when full.
import type { Operation } from '../domain/delivery/operation.ts';
import { addTogether, emptyBatch } from '../domain/delivery/pack.ts';
import type { SeenKey } from '../domain/identity/event-key.ts';
import type { SeenItem, SeenTable } from '../ports/seen-table.ts';

export type SeenKeys = (operation: Operation) => SeenKey;

/** The next stretch of a partition. All counts are rows. */
export interface NextBatch {
  /** Operations that Customer.io does not have yet. */
  readonly news: readonly Operation[];
  /** The position after this stretch. */
  readonly end: number;
  /** Sent by this very import before its worker was interrupted. */
  readonly deliveredBefore: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly unchanged: number;
}

export interface NewsReader {
  nextBatch(position: number): Promise<NextBatch>;
}

/** Operations looked up at once. */
const LOOK_UP = 2_000;
/** A checkpoint at least this often, also where everything is known. */
const LONGEST_STRETCH = 50_000;

type Standing = 'news' | 'deliveredBefore' | 'duplicates' | 'conflicts' | 'unchanged';

export function newsReader(
  operations: readonly Operation[],
  seen: SeenTable,
  seenKeys: SeenKeys,
  importId: string,
): NewsReader {
  let known: ReadonlyMap<SeenKey, SeenItem> = new Map();
  let keys: readonly SeenKey[] = [];
  let keysFrom = 0;
  const standingAt = async (at: number): Promise<Standing> => {
    if (at < keysFrom || at >= keysFrom + keys.length) {
      keysFrom = at;
      keys = operations.slice(at, at + LOOK_UP).map(seenKeys);
      known = await seen.find(keys);
    }
    const operation = operations[at] as Operation;
    return standingOf(operation, known.get(keys[at - keysFrom] as SeenKey), importId);
  };

  const nextBatch = async (position: number): Promise<NextBatch> => {
    const batch = emptyBatch();
    const rows = { deliveredBefore: 0, duplicates: 0, conflicts: 0, unchanged: 0 };
    let at = position;
    while (at < operations.length && at - position < LONGEST_STRETCH) {
      const end = endOfPerson(operations, at);
      const standings: Standing[] = [];
      for (let next = at; next < end; next++) standings.push(await standingAt(next));
      const own = operations.slice(at, end);
      const news = own.filter((_, index) => standings[index] === 'news');
      if (!addTogether(batch, news)) {
        if (batch.operations.length > 0) break;
        at = addWhatFits(operations, at, standings, batch, rows);
        break;
      }
      for (const [index, { meta }] of own.entries()) countRows(rows, standings[index] as Standing, meta.rows);
      at = end;
    }
    return { news: batch.operations, end: at, ...rows };
  };
  return { nextBatch };
}

function standingOf({ meta }: Operation, item: SeenItem | undefined, importId: string): Standing {
  if (!item) return 'news';
  const same = item.content === meta.content;
  if (meta.kind !== 'event' && !same) return 'news';
  if (item.importId === importId) return 'deliveredBefore';
  if (meta.kind !== 'event') return 'unchanged';
  return same ? 'duplicates' : 'conflicts';
}

type Rows = { deliveredBefore: number; duplicates: number; conflicts: number; unchanged: number };

function countRows(rows: Rows, standing: Standing, count: number): void {
  if (standing === 'news') return;
  rows[standing] += count;
  if (standing === 'conflicts') rows.duplicates += count;
}

/** A person with more news than one batch holds: they leave in several, still in order. */
function addWhatFits(
  operations: readonly Operation[],
  from: number,
  standings: readonly Standing[],
  batch: ReturnType<typeof emptyBatch>,
  rows: Rows,
): number {
  let at = from;
  for (const standing of standings) {
    const operation = operations[at] as Operation;
    if (standing === 'news' && !addTogether(batch, [operation])) return at;
    countRows(rows, standing, operation.meta.rows);
    at++;
  }
  return at;
}

function endOfPerson(operations: readonly Operation[], from: number): number {
  const person = operations[from]?.meta.person;
  let end = from + 1;
  while (end < operations.length && operations[end]?.meta.person === person) end++;
  return end;
}
