import { describe, expect, it } from '@jest/globals';
import {
  rangeRuns,
  repeatFinder,
  sharedKeyFinder,
} from '../../../../lambdas/domain/findings/keys-of-several-people.ts';
import { shortId } from '../../../../lambdas/domain/operations/group-id.ts';
import { partitionOf } from '../../../../lambdas/domain/operations/keys.ts';
import {
  collectEventKeys,
  KEY_RANGES,
  KEY_RECORD_BYTES,
  type KeyedEvent,
  readEventKeys,
} from '../../../../lambdas/domain/profile/event-keys.ts';

function recordsOf(events: readonly KeyedEvent[]) {
  const keys = collectEventKeys();
  for (const event of events) keys.add(event);
  return keys.finish();
}

const PARTITIONS = 4;
/** Ids of people in the partitions 0 to 3. */
const people = [0, 1, 2, 3].map((partition) => {
  for (let n = 0; ; n++) if (partitionOf(`id:p${n}`, PARTITIONS) === partition) return `id:p${n}`;
});
const [ann = '', bob = '', cleo = ''] = people;
const event = (key: string, person: string, at = 100): KeyedEvent => ({
  key,
  person,
  at,
});

function find(chunks: readonly (readonly KeyedEvent[])[], limit?: number) {
  const records = chunks.map((events) => readEventKeys(recordsOf(events).records));
  const finder = sharedKeyFinder(PARTITIONS, limit);
  const compare = finder.compare({ events: chunks.flat().length });
  for (const chunk of records) compare(chunk);
  const { shared, isComplete } = finder.found();
  const repeats = repeatFinder(shared, PARTITIONS, limit);
  for (const chunk of records) repeats.add(chunk);
  const found = repeats.found();
  return { ...found, isComplete: found.isComplete && isComplete };
}

describe('collectEventKeys', () => {
  it('sorts records into ranges, and keeps the order of the file in each', () => {
    const events = Array.from({ length: 1_000 }, (_, n) => event(`k${n % 300}`, `id:${n}`, n));
    const { records, counts } = recordsOf(events);
    expect(counts).toHaveLength(KEY_RANGES);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
    expect(records).toHaveLength(1_000 * KEY_RECORD_BYTES);
    const read = readEventKeys(records);
    const times = new Map<number, number[]>();
    for (let at = 0, range = 0, end = counts[0] ?? 0; at < read.count; at++) {
      while (at === end) end += counts[++range] ?? 0;
      expect(Math.floor(read.word(at, 0) / 2 ** 26)).toBe(range);
      times.set(range, [...(times.get(range) ?? []), read.time(at) ?? -1]);
    }
    for (const own of times.values()) expect(own).toEqual([...own].sort((a, b) => a - b));
  });

  it('keeps times before 1970, and events without a time', () => {
    const read = readEventKeys(
      recordsOf([event('k', ann, -5), { key: 'k', person: ann, at: undefined }]).records,
    );
    expect([read.time(0), read.time(1)]).toEqual([-5, undefined]);
  });
});

describe('rangeRuns', () => {
  it('joins ranges as long as they have few enough events', () => {
    expect(rangeRuns([2, 3, 4, 0, 5], 5)).toEqual([
      { first: 0, end: 2, events: 5 },
      { first: 2, end: 4, events: 4 },
      { first: 4, end: 5, events: 5 },
    ]);
  });

  it('leaves out runs without events', () => {
    expect(rangeRuns([0, 0], 5)).toEqual([]);
  });

  it('does not compare a range with more events than memory allows', () => {
    expect(rangeRuns([1, 6], 5)).toBeUndefined();
  });
});

describe('the keys of several people', () => {
  it('gives the first event of a key to the other partitions that have the key', () => {
    const found = find([
      [event('k', ann, 1), event('other', bob)],
      [event('k', bob, 2), event('k', cleo, 3)],
    ]);
    const first = { key: shortId('k'), person: shortId(ann), at: 1 };
    expect(found).toEqual({
      byPartition: new Map([
        [1, [first]],
        [2, [first]],
      ]),
      isComplete: true,
    });
  });

  it('leaves keys of one partition to that partition', () => {
    expect(find([[event('k', ann), event('k', ann)], [event('k', ann)]]).byPartition.size).toBe(0);
  });

  it('names a key once for each partition', () => {
    const found = find([[event('k', ann), event('k', bob), event('k', bob), event('k', ann)]]);
    expect([...found.byPartition].map(([partition, own]) => [partition, own.length])).toEqual([[1, 1]]);
  });

  it('is incomplete with more shared keys than the limit', () => {
    const rows = (keys: number) =>
      Array.from({ length: keys }, (_, n) => [event(`k${n}`, ann), event(`k${n}`, bob)]).flat();
    expect(find([rows(3)], 3).isComplete).toBe(true);
    expect(find([rows(4)], 3).isComplete).toBe(false);
  });

  it('is incomplete with more repeats than the limit', () => {
    expect(find([[event('k', ann), event('k', bob), event('k', cleo)]], 1).isComplete).toBe(false);
  });
});
