import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Feed, FeedSchema } from '../../../lambdas/contracts/feed.ts';
import { chunkTargetBytes, partitionCount, planVersion } from '../../../lambdas/domain/plan.ts';

const MEBIBYTE = 1024 ** 2;
const TEBIBYTE = 1024 ** 4;
const anySize = fc.oneof(
  fc.integer({ min: 1, max: 100 * MEBIBYTE }),
  fc.integer({ min: 1, max: 5 * TEBIBYTE }),
);

describe('chunkTargetBytes', () => {
  it('makes chunks of 8 MiB', () => {
    expect(chunkTargetBytes(1)).toBe(8 * MEBIBYTE);
    expect(chunkTargetBytes(10_000 * MEBIBYTE)).toBe(8 * MEBIBYTE);
  });

  it('makes them larger where there would be more than 2,000', () => {
    fc.assert(
      fc.property(anySize, (bytes) => expect(Math.ceil(bytes / chunkTargetBytes(bytes))).toBeLessThan(2_000)),
    );
  });

  it('keeps the list of chunks below the 256 KB that a state of the workflow may hold', () => {
    const huge = 5 * TEBIBYTE;
    const count = Math.ceil(huge / chunkTargetBytes(huge));
    const chunks = Array.from({ length: count }, (_, n) => ({
      n,
      start: huge + n,
      end: huge + n,
      firstLine: huge + n,
    }));
    expect(JSON.stringify(chunks).length).toBeLessThan(256 * 1024);
  });
});

describe('partitionCount', () => {
  it.each([
    [1, 1, 'a small file needs no company'],
    [3, 3 * MEBIBYTE, 'each worker has at least 1 MiB to do'],
    [5, 40 * MEBIBYTE, 'all five workers are busy'],
    [13, 100 * MEBIBYTE, 'a worker holds no more than 8 MiB of text'],
    [1_000, TEBIBYTE, 'no import has more'],
  ])('is %d for %d bytes and 5 at once, because %s', (partitions, bytes) => {
    expect(partitionCount(bytes, 5)).toBe(partitions);
  });

  it('never falls as a file grows', () => {
    fc.assert(
      fc.property(anySize, anySize, fc.integer({ min: 1, max: 50 }), (a, b, atOnce) => {
        const [smaller, larger] = [Math.min(a, b), Math.max(a, b)];
        expect(partitionCount(smaller, atOnce)).toBeLessThanOrEqual(partitionCount(larger, atOnce));
      }),
    );
  });
});

describe('planVersion', () => {
  const feeds = { workspace: 'main', taxonomy: undefined };
  const people = (change: object = {}): Feed =>
    FeedSchema.parse({ kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }], ...change });
  const version = planVersion(feeds, people(), 5);

  it('is the same while the same file yields the same operations', () => {
    expect(planVersion({ ...feeds }, people(), 5)).toBe(version);
  });

  it.each([
    ['workspace', planVersion({ ...feeds, workspace: 'test' }, people(), 5)],
    ['taxonomy', planVersion({ ...feeds, taxonomy: { names: 'open', events: {} } }, people(), 5)],
    ['feed', planVersion(feeds, people({ unmapped: 'drop' }), 5)],
    ['number of partitions', planVersion(feeds, people(), 6)],
  ])('is another one with another %s', (_, other) => {
    expect(other).not.toBe(version);
  });
});
