import { beforeEach, describe, expect, it } from '@jest/globals';
import { type FeedsInput, FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { partitionIndexKey, reviewKey } from '../../../lambdas/contracts/object-keys.ts';
import { ReviewSchema } from '../../../lambdas/domain/decision/review.ts';
import { firstLine } from '../../../lambdas/domain/operations/operation.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { people } from '../../../lambdas/domain/presets/people.ts';
import { readPartition } from '../../../lambdas/forward/read-partition.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { importFiles } from '../../../lambdas/work/import-files.ts';
import type { SmallPlan } from '../../builders/smaller-plan.ts';
import { aWorld, drop, planIn, validateAll, type World } from '../../builders/world.ts';
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
  ReviewSchema.parse(JSON.parse(world.objects.text(reviewKey(importId, planIn(world, importId)))));

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
      const { operations } = await readPartition({ importId, partition }, world.objects);
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

describe('an import of many chunks', () => {
  it('has the counts and the operations of all of them', async () => {
    const importId = await validate(good(200), { chunkBytes: 40, partitions: 3 });
    expect(planIn(world, importId).chunks.length).toBeGreaterThan(2 * 16);
    const { partitions } = await review(importId);
    expect(reviewOf(importId).statistics).toMatchObject({ rows: 200, operations: 200 });
    const found = await Promise.all(
      partitions.map((partition) => readPartition({ importId, partition }, world.objects)),
    );
    expect(found.flatMap(({ operations }) => operations)).toHaveLength(200);
  });
});

describe('a dry run', () => {
  const dryRun = async (...lines: readonly string[]) =>
    validateAll(world, await drop(world, 'dry-run/people/file.csv', csv('id,email', ...lines)));

  it.each([
    ['dry-run', good(3), [0]],
    ['dry-run', [...good(1), ...bad(2)], [0]],
    ['dry-run', bad(2), []],
  ] as const)('is weighed even if it would be held: case %#', async (decision, lines, partitions) => {
    const importId = await dryRun(...lines);
    expect(await review(importId)).toMatchObject({ decision, partitions });
    expect(await world.imports.find(importId)).toMatchObject({ state: 'validating' });
  });
});

describe('a feed with limits and policies', () => {
  const HEADER = 'customer_id,event_name,timestamp,event_id';
  const reviewEvents = async (change: object, name = 'order_placed') => {
    const feeds = FeedsSchema.parse({ workspace: 'main', feeds: { events: { ...events, ...change } } });
    world = aWorld({ feeds });
    const lines = [`c1,${name},2025-12-31T00:00:00Z,e1`, `c2,${name},2025-12-28T00:00:00Z,e2`];
    const importId = await validateAll(
      world,
      await drop(world, 'incoming/events/file.csv', csv(HEADER, ...lines)),
    );
    return { importId, output: await review(importId) };
  };

  it.each([
    ['a key, which must not be used again', {}, true],
    ['no such limit', { limits: { maxKeyReused: 2 } }, false],
    ['a limit that needs weighing', { limits: { maxPerPerson: 5 } }, true],
    ['a canary', { canary: 1 }, true],
  ])('is weighed or not: %s', async (_, change, weigh) => {
    expect((await reviewEvents(change)).output).toMatchObject({ decision: 'forward', weigh });
  });

  it('counts the events that can trigger campaigns: those younger than 72 hours', async () => {
    const { importId } = await reviewEvents({});
    expect(reviewOf(importId).wouldTrigger).toBe(1);
  });

  it('reports events that an open taxonomy does not list', async () => {
    const taxonomy = { names: 'open', events: { order_placed: {} } };
    const { importId } = await reviewEvents({ taxonomy }, 'gift_wrapped');
    expect(reviewOf(importId).findings).toContainEqual(
      expect.objectContaining({ code: 'new_event', rows: 2 }),
    );
  });

  it('writes its policies for each partition, so that a deployment does not change them', async () => {
    const suppress = [{ event: 'checkout_started', by: 'order_placed', within: '30d' }];
    const rollUp = { event: 'order_placed', value: 'amount' };
    const columns = { amount: { type: 'number' } };
    const flows = { winback: { event: 'order_placed', ages: ['60d-90d'] } };
    const { importId } = await reviewEvents({
      columns,
      suppress,
      rollUp,
      flows,
      remembers: ['order_placed'],
      canary: 7,
    });
    const index = await importFiles.partitionIndex.open(world.objects, importId, planIn(world, importId), 0);
    expect(index).toMatchObject({
      guards: {
        suppress: [{ event: 'checkout_started', by: 'order_placed', within: 30 * 24 * 3600, of: 'person' }],
        remembers: ['order_placed'],
        dated: false,
      },
      rollUp,
      flows: { winback: { event: 'order_placed' } },
      canary: 7,
    });
  });

  it.each([
    ['has', { updatedAt: { column: 'updated_at' } }, true],
    ['does not have', {}, false],
  ])('says whether people have times: the feed %s updatedAt', async (_, change, dated) => {
    world = aWorld({
      feeds: FeedsSchema.parse({ workspace: 'main', feeds: { people: { ...people, ...change } } }),
    });
    const file = csv('id,updated_at', 'c1,2025-12-31T00:00:00Z');
    const importId = await validateAll(world, await drop(world, 'incoming/people/file.csv', file));
    await review(importId);
    const { guards } = await importFiles.partitionIndex.open(
      world.objects,
      importId,
      planIn(world, importId),
      0,
    );
    expect(guards.dated).toBe(dated);
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
    expect(world.objects.keys()).not.toContain(partitionIndexKey(importId, planIn(world, importId), 0));
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
    expect(world.objects.keys()).not.toContain(reviewKey(importId, planIn(world, importId)));
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
        const { ports, effects } = crashAt(
          { objects: world.objects, imports: world.imports, seen: world.seen },
          at,
          kind,
        );
        await reviewImport({ importId }, { ...ports, seenKey: world.seenKey }, world.feeds).catch(
          () => undefined,
        );
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
