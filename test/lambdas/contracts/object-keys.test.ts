import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  brokenGroupsKey,
  canaryFolder,
  canaryOfKey,
  chunkFailureKey,
  chunkRejectsKey,
  chunkSummaryKey,
  DRY_RUN,
  decisionKey,
  declinedBatchOf,
  declinedKey,
  declinedPrefix,
  decodedInputKey,
  feedOfKey,
  fileOfKey,
  INCOMING,
  operationsKey,
  type Planning,
  partitionIndexKey,
  planKey,
  REPORTS,
  reportPrefix,
  reviewKey,
  WORK,
  weighedKey,
} from '../../../lambdas/contracts/object-keys.ts';

describe('canaryOfKey', () => {
  it.each([
    [`${canaryFolder('orders', 50)}january.csv`, '50'],
    ['incoming/orders/canary=many/january.csv', 'many'],
    ['incoming/orders/january.csv', undefined],
    ['incoming/orders/canary=50', undefined],
    ['incoming/orders/2026/canary=50/january.csv', undefined],
  ])('reads the canary of %j as %j', (key, asked) => {
    expect(canaryOfKey(key)).toBe(asked);
  });

  it('does not change the feed', () =>
    expect(feedOfKey(`${canaryFolder('orders', 50)}a.csv`)).toBe('orders'));
});

describe('fileOfKey', () => {
  it.each([
    ['incoming/orders/january.csv', 'january.csv'],
    ['dry-run/orders/january.csv', 'january.csv'],
    ['incoming/orders/shop-de/january.csv', 'shop-de/january.csv'],
    [`${canaryFolder('orders', 50)}shop-de/january.csv`, 'shop-de/january.csv'],
  ])('names %s as %s', (key, file) => {
    expect(fileOfKey(key)).toBe(file);
  });
});

describe('feedOfKey', () => {
  it.each([
    ['incoming/orders/january.csv', 'orders'],
    ['incoming/orders/2026/01/january.csv', 'orders'],
    ['incoming/orders/', undefined],
    ['dry-run/orders/january.csv', 'orders'],
    ['dry-run/january.csv', undefined],
    ['incoming/january.csv', undefined],
    ['incoming', undefined],
    ['work/orders/january.csv', undefined],
    ['reports/orders/x/rejects.csv', undefined],
    ['Incoming/orders/january.csv', undefined],
    ['/incoming/orders/january.csv', undefined],
    ['', undefined],
  ])('reads the feed of %j as %j', (key, feed) => {
    expect(feedOfKey(key)).toBe(feed);
  });
});

const PLAN = { format: 2, version: 'plan', plannedAt: 1 };

describe('the keys of an import', () => {
  /** Every object that an import with two chunks and two partitions can write. */
  const keysOf = (importId: string) => [
    decodedInputKey(importId, 0),
    planKey(importId),
    reviewKey(importId, PLAN),
    brokenGroupsKey(importId, PLAN),
    decisionKey(importId),
    chunkFailureKey(importId),
    ...[0, 1].flatMap((n) => [
      operationsKey(importId, PLAN, n),
      chunkSummaryKey(importId, PLAN, n),
      chunkRejectsKey(importId, PLAN, n),
    ]),
    ...[0, 1].flatMap((partition) => [
      partitionIndexKey(importId, PLAN, partition),
      weighedKey(importId, PLAN, partition),
    ]),
    ...[0, 1].flatMap((partition) =>
      [0, 1_000].map((position) =>
        declinedKey(importId, 'plan', { partition, generation: 0, position, epoch: 1 }),
      ),
    ),
  ];

  it('are all different, for all imports', () => {
    const keys = [...keysOf('orders-1'), ...keysOf('orders-2')];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are under work/, and never start another import', () => {
    for (const key of keysOf('orders-1')) {
      expect(key.startsWith(`${WORK}orders-1/`)).toBe(true);
      expect([INCOMING, DRY_RUN].some((root) => key.startsWith(root))).toBe(false);
    }
  });

  it('list declined operations in the order of partition and position', () => {
    const position = fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 100_000_000 }));
    const place = fc.tuple(fc.constantFrom(0, 9, 10, 999), position);
    const generations = fc.constantFrom(0, 1, 12);
    fc.assert(
      fc.property(
        place,
        place,
        generations,
        ([partition, position], [otherPartition, otherPosition], generation) => {
          const [key, other] = [
            declinedKey('a', 'plan', { partition, generation, position, epoch: 1 }),
            declinedKey('a', 'plan', {
              partition: otherPartition,
              generation,
              position: otherPosition,
              epoch: 1,
            }),
          ];
          expect(key.startsWith(declinedPrefix('a', 'plan'))).toBe(true);
          expect(declinedBatchOf(key)).toEqual({ partition, generation, position, epoch: 1 });
          expect(key < other).toBe(
            partition === otherPartition ? position < otherPosition : partition < otherPartition,
          );
        },
      ),
    );
  });

  it('are different for the declined operations of different plans', () => {
    expect(
      declinedKey('a', 'plan-2', { partition: 0, generation: 0, position: 0, epoch: 1 }).startsWith(
        declinedPrefix('a', 'plan'),
      ),
    ).toBe(false);
  });

  it.each([
    ['operations', operationsKey],
    ['the index of a partition', partitionIndexKey],
    ['the result of weighing', weighedKey],
    ['the review', (importId: string, plan: Planning) => reviewKey(importId, plan)],
    ['broken groups', (importId: string, plan: Planning) => brokenGroupsKey(importId, plan)],
  ])('are different for %s of different plannings, also of one version of the plan', (_, keyOf) => {
    const keys = [
      PLAN,
      { ...PLAN, plannedAt: 2 },
      { ...PLAN, version: 'plan-2' },
      { ...PLAN, version: 'plan-1', plannedAt: 11 },
      { ...PLAN, version: 'plan-11', plannedAt: 1 },
    ].map((plan) => keyOf('a', plan, 0));
    expect(new Set(keys).size).toBe(5);
  });

  it('of the first format are those of the version of 2026-11-25', () => {
    const first = { ...PLAN, format: 1 };
    expect([
      operationsKey('a', first, 0),
      partitionIndexKey('a', first, 1),
      reviewKey('a', first),
      weighedKey('a', first, 1),
    ]).toEqual([
      'work/a/valid/00000.ndjson.gz',
      'work/a/partitions/00001.json',
      'work/a/review.json',
      'work/a/weighed/plan/00001.json',
    ]);
  });

  it('list chunks in the order of the file', () => {
    const keys = [0, 9, 10, 1_999].map((n) => operationsKey('a', PLAN, n));
    expect(keys.toSorted()).toEqual(keys);
  });

  it('put what people read under reports/, by feed', () => {
    expect(reportPrefix('orders', 'orders-1')).toBe(`${REPORTS}orders/orders-1/`);
  });
});
