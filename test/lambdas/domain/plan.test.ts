import { describe, expect, it } from '@jest/globals';
import { FeedSchema, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import {
  chunkTargetBytes,
  feedDefinition,
  feedDefinitionBefore202612,
  feedOfPlan,
  MOST_PARTS,
  mappingOf,
  type Part,
  partitionCount,
  partOf,
  placeOf,
  planVersion,
} from '../../../lambdas/domain/plan.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';

const MEBIBYTE = 1024 ** 2;
const part = (name: string, linesBefore: number): Part => ({
  key: name,
  name,
  dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
  linesBefore,
});
const PLAN = { parts: [part('a', 0), part('empty', 10), part('b', 10), part('c', 25)] };

describe('placeOf', () => {
  it.each([
    [1, 'a', 1],
    [10, 'a', 10],
    [11, 'b', 1],
    [25, 'b', 15],
    [26, 'c', 1],
    [1_000, 'c', 975],
  ])('finds line %d in %s as its line %d', (line, file, own) => {
    expect(placeOf(PLAN, line)).toEqual({ file, line: own });
  });
});

describe('partOf', () => {
  it('returns the file of a chunk, and throws for a chunk without one', () => {
    expect(partOf(PLAN, { part: 2 }).name).toBe('b');
    expect(() => partOf(PLAN, { part: 4 })).toThrow(RangeError);
  });
});

describe('chunkTargetBytes', () => {
  it('is 8 MiB, unless there would be more chunks than the state of the workflow can hold', () => {
    expect(chunkTargetBytes(1_000, 1)).toBe(8 * MEBIBYTE);
    expect(chunkTargetBytes(100_000 * MEBIBYTE, 1)).toBeGreaterThan(50 * MEBIBYTE);
  });

  it.each([1, 7, MOST_PARTS])('keeps %d parts of any size within 2,000 chunks', (parts) => {
    for (const bytes of [1, 16_000 * MEBIBYTE, 20_000_000 * MEBIBYTE]) {
      const chunks = parts * Math.ceil(bytes / parts / chunkTargetBytes(bytes, parts));
      expect(chunks).toBeLessThanOrEqual(2_000);
    }
  });
});

describe('the list of chunks', () => {
  it('fits into the state of the workflow for an import of any size', () => {
    const chunk = { n: 1_999, part: 999, start: 2e13, end: 2e13, firstLine: 2e11 };
    expect(JSON.stringify(Array(2_000).fill(chunk)).length).toBeLessThan(200_000);
  });
});

describe('partitionCount', () => {
  it('is one for a small file, enough for all workers for a larger one, and as many as memory requires', () => {
    expect(partitionCount(1_000, 5)).toBe(1);
    expect(partitionCount(10 * MEBIBYTE, 5)).toBe(5);
    expect(partitionCount(1_000 * MEBIBYTE, 5)).toBe(125);
    expect(partitionCount(1_000_000 * MEBIBYTE, 5)).toBe(1_000);
  });
});

describe('planVersion', () => {
  const feed = FeedSchema.parse(people);
  const feeds = { workspace: 'main' };
  const parts = [{ name: 'a', versionId: 'v1' }];
  const versionOf = (
    one: Parameters<typeof feedDefinition>[0],
    two: Parameters<typeof feedDefinition>[1],
    partitions: number,
    three: Parameters<typeof planVersion>[2],
  ) => planVersion(feedDefinition(one, two), partitions, three);
  const version = versionOf(feeds, feed, 5, parts);

  it('stays the same if nothing changes', () => {
    expect(versionOf({ ...feeds }, FeedSchema.parse(people), 5, [...parts])).toBe(version);
  });

  it.each([
    ['the workspace', versionOf({ workspace: 'other' }, feed, 5, parts)],
    ['a limit', versionOf(feeds, { ...feed, limits: { ...feed.limits, maxRejectShare: 0.1 } }, 5, parts)],
    ['the taxonomy', versionOf({ ...feeds, taxonomy: { names: 'open', events: {} } }, feed, 5, parts)],
    ['the feed', versionOf(feeds, { ...feed, unmapped: 'drop' }, 5, parts)],
    ['how its files are read', versionOf(feeds, { ...feed, file: { delimiter: ';' } }, 5, parts)],
    ['the partitions', versionOf(feeds, feed, 6, parts)],
    ['a version of a part', versionOf(feeds, feed, 5, [{ name: 'a', versionId: 'v2' }])],
  ])('changes with %s', (_, changed) => {
    expect(changed).not.toBe(version);
  });
});

describe('feedOfPlan', () => {
  const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { people } });
  const feed = FeedSchema.parse(people);
  const plan = { feed: 'people', definition: feedDefinition(feeds, feed) };

  it('is the feed, as long as nothing about it has changed', () => {
    expect(feedOfPlan(plan, feeds)).toEqual(feed);
  });

  it('is the feed of a plan of a version before 2026-12, also if options were added since', () => {
    const definition = feedDefinitionBefore202612(feeds, feed);
    expect(definition).not.toBe(plan.definition);
    expect(feedOfPlan({ feed: 'people', definition }, feeds)).toEqual(feed);
    const changed = FeedsSchema.parse({ ...feeds, feeds: { people: { ...people, nullTokens: ['NULL'] } } });
    expect(() => feedOfPlan({ feed: 'people', definition }, changed)).toThrow(
      expect.objectContaining({ code: 'feed_changed' }),
    );
  });

  it('is the feed if an option is stated with the value that it has anyway', () => {
    const stated = FeedsSchema.parse({
      ...feeds,
      feeds: { people: { ...people, unmapped: 'keep', limits: {} } },
    });
    expect(feedOfPlan(plan, stated)).toEqual(feed);
  });

  it.each([
    ['changed', { people: { ...people, unmapped: 'drop' } }],
    ['removed', { others: people }],
  ])('refuses to continue if a deployment has %s the feed', (_, others) => {
    const deployed = FeedsSchema.parse({ workspace: 'main', feeds: others });
    expect(() => feedOfPlan(plan, deployed)).toThrow(expect.objectContaining({ code: 'feed_changed' }));
  });
});

describe('mappingOf', () => {
  const feed = FeedSchema.parse(people);

  it('is the same in a release that adds an option with a default', () => {
    const { nullTokens: _, unmapped: __, ...before } = feed;
    expect(mappingOf(undefined, before as typeof feed)).toBe(mappingOf(undefined, feed));
  });

  it.each([
    ['a column that has another type', { columns: { total: { type: 'number' } } }],
    ['words that count as an empty cell', { nullTokens: ['NULL'] }],
    ['another identifier', { identifiers: [{ as: 'email', columns: ['email'] }] }],
  ] as const)('is another one with %s', (_, change) => {
    expect(mappingOf(undefined, FeedSchema.parse({ ...people, ...change }))).not.toBe(
      mappingOf(undefined, feed),
    );
  });

  it('is the same with other limits', () => {
    const strict = FeedSchema.parse({ ...people, limits: { maxRejects: 1 } });
    expect(mappingOf(undefined, strict)).toBe(mappingOf(undefined, feed));
  });
});
