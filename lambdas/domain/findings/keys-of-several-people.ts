// Finds the keys that a file gives to people of several partitions. A partition that has such a key, but not its first
// event, must treat its own as repeats of that one: no worker sees the events of two partitions.
import type { EarlierEvent } from '../operations/partition-index.ts';
import type { KeyRecords } from '../profile/event-keys.ts';
import { idOfWords } from '../profile/group-records.ts';
import { idTable } from '../profile/id-table.ts';

/** Keys over this number hold the import, as do events that must be treated as repeats. */
export const SHARED_LIMIT = 200_000;
/** Events that are compared at a time: a table of 100 MB. */
export const KEYS_AT_ONCE = 4_000_000;

/** Ranges of hashes, `[first, end)`, and the number of events in them. */
export interface RangeRun {
  readonly first: number;
  readonly end: number;
  readonly events: number;
}

/**
 * The ranges that are compared at a time.
 * @param counts events of the import in each range.
 * @returns undefined if a single range has too many events.
 */
export function rangeRuns(counts: readonly number[], most: number = KEYS_AT_ONCE): RangeRun[] | undefined {
  const runs: RangeRun[] = [];
  for (const [range, events] of counts.entries()) {
    if (events > most) return undefined;
    const last = runs.at(-1);
    if (last && last.events + events <= most)
      runs[runs.length - 1] = { ...last, end: range + 1, events: last.events + events };
    else runs.push({ first: range, end: range + 1, events });
  }
  return runs.filter(({ events }) => events > 0);
}

/** Finds keys that people of several partitions have. It reads all records, run by run, and each run in the order of chunks. */
export function sharedKeyFinder(partitions: number, limit: number = SHARED_LIMIT) {
  const shared = new Set<string>();
  let isComplete = true;
  const share = (key: string) => {
    if (shared.has(key)) return;
    if (shared.size === limit) isComplete = false;
    else shared.add(key);
  };
  return {
    /** @returns what compares the records of a chunk. */
    compare({ events }: Pick<RangeRun, 'events'>): (records: KeyRecords) => void {
      const table = idTable(events, 1);
      return (records) => {
        for (let at = 0; at < records.count; at++) {
          const partition = partitionAt(records, at, partitions);
          const place = table.add(records.word(at, 0), records.word(at, 1));
          if (place >= 0) table.values[place] = partition;
          else if (table.values[~place] !== partition) share(keyAt(records, at));
        }
      };
    },
    found: () => ({ shared, isComplete }),
  };
}

/** Finds the first event of each shared key. It reads all records again, in the order of chunks. */
export function repeatFinder(shared: ReadonlySet<string>, partitions: number, limit: number = SHARED_LIMIT) {
  const firstWords = new Set([...shared].map((key) => Number.parseInt(key.slice(0, 8), 16)));
  const firsts = new Map<string, { readonly event: EarlierEvent; readonly partition: number }>();
  const byPartition = new Map<number, Map<string, EarlierEvent>>();
  let repeats = 0;
  const take = (records: KeyRecords, at: number, key: string) => {
    const partition = partitionAt(records, at, partitions);
    const first = firsts.get(key);
    if (!first) firsts.set(key, { event: eventAt(records, at), partition });
    else if (first.partition !== partition) {
      const own = byPartition.get(partition) ?? new Map<string, EarlierEvent>();
      if (!own.has(key) && repeats++ < limit) byPartition.set(partition, own.set(key, first.event));
    }
  };
  return {
    add(records: KeyRecords): void {
      for (let at = 0; at < records.count; at++) {
        if (!firstWords.has(records.word(at, 0))) continue;
        const key = keyAt(records, at);
        if (shared.has(key)) take(records, at, key);
      }
    },
    found: (): SharedKeys => ({
      byPartition: new Map([...byPartition].map(([partition, own]) => [partition, [...own.values()]])),
      isComplete: repeats <= limit,
    }),
  };
}

function partitionAt(records: KeyRecords, at: number, partitions: number): number {
  return records.word(at, PERSON) % partitions;
}

function keyAt(records: KeyRecords, at: number): string {
  return idOfWords(records.word(at, 0), records.word(at, 1));
}

function eventAt(records: KeyRecords, at: number): EarlierEvent {
  const seconds = records.time(at);
  const person = idOfWords(records.word(at, PERSON), records.word(at, PERSON + 1));
  return { key: keyAt(records, at), person, ...(seconds === undefined ? {} : { at: seconds }) };
}

/** The first word of the person. */
const PERSON = 2;

export interface SharedKeys {
  /** By partition, the events of other partitions that its own repeat. */
  readonly byPartition: ReadonlyMap<number, readonly EarlierEvent[]>;
  /** False if there are too many. */
  readonly isComplete: boolean;
}

export const NOTHING_SHARED: SharedKeys = { byPartition: new Map(), isComplete: true };
