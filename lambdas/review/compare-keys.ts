// Compares the keys of the events of all chunks, and finds those that the file gives to people of several partitions.
import type { Hold } from '../domain/decision/decide.ts';
import {
  NOTHING_SHARED,
  rangeRuns,
  repeatFinder,
  type SharedKeys,
  sharedKeyFinder,
} from '../domain/findings/keys-of-several-people.ts';
import { inBatches } from '../domain/in-batches.ts';
import type { Plan } from '../domain/plan.ts';
import { KEY_RECORD_BYTES, type KeyRecords, readEventKeys } from '../domain/profile/event-keys.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { openEventKeys } from '../work/import-files.ts';

/** How many objects are read at the same time: 2 MB each at most. */
const CONCURRENCY = 8;

/** It is held also if someone approves it: sending it could send two events under one key. */
export const TOO_MANY_KEYS: Hold = {
  decision: 'hold',
  reason: {
    code: 'too_many_shared_keys',
    message:
      'The file gives too many keys to several people. Nothing was sent. ' +
      'Add a column to `key` in the feed that makes the events differ, such as the person or the day, and drop the file again.',
  },
};

/**
 * A worker compares the events of its own partition, so one partition needs no comparison.
 * @param counts events in each range of hashes, chunk by chunk. Undefined if the feed has no key, or if a version before
 * 2026-12 read the chunk.
 */
export async function compareKeys(
  importId: string,
  plan: Plan,
  counts: readonly (readonly number[] | undefined)[],
  objects: ObjectStore,
): Promise<SharedKeys> {
  const { chunks, partitions } = plan;
  const sum = addUp(counts);
  if (partitions === 1 || sum.length === 0) return NOTHING_SHARED;
  const runs = rangeRuns(sum);
  if (!runs) return { ...NOTHING_SHARED, isComplete: false };
  const finder = sharedKeyFinder(partitions);
  const eachChunk = async (first: number, end: number, take: (records: KeyRecords) => void) => {
    const parts = chunks.flatMap(({ n }, at) => {
      const own = counts[at] ?? [];
      const range = { start: bytesBefore(own, first), end: bytesBefore(own, end) };
      return range.start === range.end ? [] : [{ n, range }];
    });
    for (let at = 0; at < parts.length; at += CONCURRENCY) {
      const files = await inBatches(parts.slice(at, at + CONCURRENCY), CONCURRENCY, ({ n, range }) =>
        openEventKeys(objects, { importId, plan, chunk: n }, range),
      );
      for (const file of files) take(readEventKeys(file));
    }
  };
  for (const run of runs) await eachChunk(run.first, run.end, finder.compare(run));
  const { shared, isComplete } = finder.found();
  if (shared.size === 0 || !isComplete) return { ...NOTHING_SHARED, isComplete };
  const repeats = repeatFinder(shared, partitions);
  await eachChunk(0, sum.length, repeats.add);
  return repeats.found();
}

function addUp(counts: readonly (readonly number[] | undefined)[]): readonly number[] {
  const known = counts.flatMap((own) => (own ? [own] : []));
  return (known[0] ?? []).map((_, range) => known.reduce((sum, own) => sum + (own[range] ?? 0), 0));
}

function bytesBefore(counts: readonly number[], range: number): number {
  return counts.slice(0, range).reduce((sum, count) => sum + count, 0) * KEY_RECORD_BYTES;
}
