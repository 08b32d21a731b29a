import { beforeEach, describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { partitionIndexKey, reviewKey } from '../../../lambdas/contracts/object-keys.ts';
import { ReviewSchema } from '../../../lambdas/domain/decision/review.ts';
import { firstLine } from '../../../lambdas/domain/operations/operation.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { readPartition } from '../../../lambdas/forward/read-partition.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import type { SmallPlan } from '../../builders/smaller-plan.ts';
import { aWorld, drop, validateAll, type World } from '../../builders/world.ts';
import { type CrashKind, crashAt } from '../../fakes/crashing-ports.ts';
import { csv, rows } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const validate = async (lines: readonly string[], small?: SmallPlan) =>
  validateAll(world, await drop(world, 'incoming/people/file.csv', csv('id,email', ...lines)), small);
const review = (importId: string) => reviewImport({ importId }, world, world.feeds);
const reviewOf = (importId: string) =>
  ReviewSchema.parse(JSON.parse(world.objects.text(reviewKey(importId))));

const good = (count: number) => rows(count, (n) => `c${n},c${n}@x.io`);
const bad = (count: number) => rows(count, () => ',bad');

describe('an import with something to send', () => {
  it('is forwarded, and waits for its turn', async () => {
    const importId = await validate(good(3));
    expect(await review(importId)).toEqual({ decision: 'forward', weigh: false, partitions: [0] });
    expect(await world.imports.find(importId)).toMatchObject({ state: 'waiting' });
    expect((await world.imports.find(importId))?.reason).toBeUndefined();
  });

  it('has the counts of all its chunks', async () => {
    const importId = await validate([...good(40), ...bad(7)], { chunkBytes: 100 });
    await review(importId);
    expect(reviewOf(importId)).toMatchObject({
      decision: 'forward',
      statistics: { rows: 47, operations: 40, rejects: { invalid_email: 7 } },
    });
  });

  it('lists for each partition where its operations are: in the order of the file, each once', async () => {
    const importId = await validate(good(100), { chunkBytes: 200, partitions: 5 });
    const { partitions } = await review(importId);
    expect(partitions).toEqual([0, 1, 2, 3, 4]);
    const lines: number[] = [];
    for (const partition of partitions) {
      const { operations } = await readPartition(importId, partition, world.objects);
      const own = operations.map(({ meta }) => firstLine(meta));
      expect(own).toEqual([...own].sort((a, b) => a - b));
      lines.push(...own);
    }
    expect(lines.sort((a, b) => a - b)).toEqual(good(100).map((_, index) => index + 2));
  });

  it('lists no partition without operations', async () => {
    const importId = await validate(['ann,a@x.io', 'ann,b@x.io'], { partitions: 50 });
    expect((await review(importId)).partitions).toHaveLength(1);
  });
});

describe('an import of rejects only', () => {
  it('is held, so that it does not end as completed', async () => {
    const importId = await validate(bad(2));
    expect(await review(importId)).toEqual({ decision: 'hold', weigh: false, partitions: [] });
  });
});

describe('an import with too many rejects', () => {
  it.each([
    [5, 5, 'forward', 'half of the rows may be rejected'],
    [5, 6, 'hold', 'more than half may not'],
  ])(
    'with %i valid rows and %i rejected ones: %s, because %s',
    async (goodRows, badRows, decision, _because) => {
      const importId = await validate([...good(goodRows), ...bad(badRows)]);
      expect(await review(importId)).toMatchObject({ decision });
    },
  );

  it('is held with its reason in the record, and cannot be forwarded', async () => {
    const importId = await validate([...good(1), ...bad(2)]);
    expect(await review(importId)).toEqual({ decision: 'hold', weigh: false, partitions: [] });
    expect(await world.imports.find(importId)).toMatchObject({
      reason: { code: 'too_many_rejects', message: expect.stringContaining('2 of 3 rows') },
    });
    expect(world.objects.keys()).not.toContain(partitionIndexKey(importId, 0));
  });

  it('is checked against the limit of its feed', async () => {
    const feeds = FeedsSchema.parse({
      workspace: 'main',
      feeds: { people: { ...people, limits: { maxRejectShare: 0.9 } } },
    });
    world = aWorld({ feeds });
    const importId = await validate([...good(1), ...bad(2)]);
    expect(await review(importId)).toMatchObject({ decision: 'forward' });
  });
});

describe('a feed that a deployment changed after Split', () => {
  const since = (feeds: FeedsInput['feeds']) => FeedsSchema.parse({ workspace: 'main', feeds });
  it.each([
    ['changed', since({ people: { ...people, columns: { plan: { as: 'tier' } } } })],
    ['gone', since({ leads: people })],
  ])('is refused without a decision: %s', async (_, feeds) => {
    const importId = await validate(good(3));
    await expect(reviewImport({ importId }, world, feeds)).rejects.toMatchObject({
      name: 'RefusedError',
      code: 'feed_changed',
    });
    expect(world.objects.keys()).not.toContain(reviewKey(importId));
    expect(await world.imports.find(importId)).toMatchObject({ state: 'validating' });
  });
});

describe('a retry', () => {
  it.each(['forward', 'hold'])(
    'after a crash at any effect makes the same decision: %s',
    async (decision) => {
      const lines = decision === 'hold' ? [...good(1), ...bad(2)] : good(6);
      const reviewWith = async (at: number, kind: CrashKind) => {
        world = aWorld();
        const importId = await validate(lines, { chunkBytes: 20, partitions: 2 });
        const { ports, effects } = crashAt({ objects: world.objects, imports: world.imports }, at, kind);
        await reviewImport({ importId }, ports, world.feeds).catch(() => undefined);
        return { importId, effects: effects() };
      };
      const { effects } = await reviewWith(Number.POSITIVE_INFINITY, 'lost');
      for (let at = 1; at <= effects; at++) {
        for (const kind of ['lost', 'unheard'] as const) {
          const { importId } = await reviewWith(at, kind);
          expect(await review(importId)).toMatchObject({ decision });
          const state = decision === 'forward' ? 'waiting' : 'validating';
          expect(await world.imports.find(importId)).toMatchObject({ state });
        }
      }
    },
  );
});
