import { beforeEach, describe, expect, it } from '@jest/globals';
import { decisionKey } from '../../../lambdas/contracts/object-keys.ts';
import { decideImport } from '../../../lambdas/decide/decide-import.ts';
import { type Decided, DecidedSchema } from '../../../lambdas/domain/decision/decide.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { aWorld, drop, forwardSettings, order, validateAll, type World } from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const HEADER = 'customer_id,event_name,timestamp,event_id,amount';

/** Takes a file with so many partitions to Decide. */
async function decide(root: string, partitions: number, ...lines: readonly string[]) {
  const input = await drop(world, `${root}/events/file.csv`, csv(HEADER, ...lines));
  const importId = await validateAll(world, input, { partitions });
  const review = await reviewImport({ importId }, world, world.feeds);
  for (const partition of review.partitions)
    await weighPartition({ importId, partition }, world, forwardSettings(world));
  const output = await decideImport({ importId, partitions: review.partitions }, world, world.feeds);
  const decided: Decided = DecidedSchema.parse(JSON.parse(world.objects.text(decisionKey(importId))));
  return { importId, review, output, decided };
}

describe('decideImport', () => {
  it('adds the partitions up', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => order(n));
    const { review, decided } = await decide('incoming', 4, ...lines, ...lines);
    expect(review.partitions.length).toBeGreaterThan(1);
    expect(decided.weighed).toMatchObject({
      wouldDeliver: 20,
      lookedUp: 20,
      requests: review.partitions.length,
      tally: { outcomes: { duplicate: 20 } },
    });
  });

  it('lets an import go on to the partitions that Review handed out, weighed once', async () => {
    const { review, output } = await decide('incoming', 4, order(1), order(2));
    expect(output).toMatchObject({
      decision: 'forward',
      weigh: false,
      partitions: review.partitions,
      canary: [],
    });
  });

  it('ends a dry run', async () => {
    const { review, output } = await decide('dry-run', 1, order(1));
    expect(review.decision).toBe('dry-run');
    expect(output.decision).toBe('stop');
  });

  it('says of a dry run what Review would have held, and keeps its reason', async () => {
    const { importId, output, decided } = await decide('dry-run', 1, order(1), 'c,,,,', 'c,,,,');
    expect(output.decision).toBe('hold');
    expect(decided.weighed.wouldDeliver).toBe(1);
    expect(await world.imports.find(importId)).toMatchObject({ reason: { code: 'too_many_rejects' } });
  });
});
