import { beforeEach, describe, expect, it } from '@jest/globals';
import { FeedsSchema } from '../../../lambdas/contracts/feed/feed.ts';
import { decisionKey } from '../../../lambdas/contracts/object-keys.ts';
import { decideImport } from '../../../lambdas/decide/decide-import.ts';
import { type Decided, DecidedSchema } from '../../../lambdas/domain/decision/decide.ts';
import { events } from '../../../lambdas/domain/presets/events.ts';
import { sendCanary } from '../../../lambdas/forward/send-canary.ts';
import { weighPartition } from '../../../lambdas/forward/weigh-partition.ts';
import { reviewImport } from '../../../lambdas/review/review-import.ts';
import { importFiles } from '../../../lambdas/work/import-files.ts';
import {
  aWorld,
  drop,
  forwardSettings,
  order,
  planIn,
  prepare,
  validateAll,
  type World,
} from '../../builders/world.ts';
import { csv } from '../../integration/csv.ts';

let world: World;
beforeEach(() => {
  world = aWorld();
});

const HEADER = 'customer_id,event_name,timestamp,event_id,amount';

/** Imports a file with this number of partitions up to Decide. */
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
  it('adds up the partitions', async () => {
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

  it('forwards an import with the partitions of Review, without weighing it again', async () => {
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

  it('holds a dry run that Review held, and keeps its reason', async () => {
    const { importId, output, decided } = await decide('dry-run', 1, order(1), 'c,,,,', 'c,,,,');
    expect(output.decision).toBe('hold');
    expect(decided.weighed.wouldDeliver).toBe(1);
    expect(await world.imports.find(importId)).toMatchObject({ reason: { code: 'too_many_rejects' } });
  });

  it('holds an import over a limit that needs weighing, with its reason', async () => {
    const feed = { ...events, limits: { maxPerPerson: 1 }, approvalTimeout: '2h' };
    world = aWorld({ feeds: FeedsSchema.parse({ workspace: 'main', feeds: { events: feed } }) });
    const twice = ['e1', 'e2'].map((id) => `c1,order_placed,2025-12-31T23:00:00Z,${id},1`);
    const { importId, output, decided } = await decide('incoming', 1, ...twice);
    expect(output).toMatchObject({ decision: 'hold', canary: [], approvalSeconds: 2 * 3600 });
    expect(decided).toMatchObject({ decision: 'hold', picks: [], findings: [{ code: 'busy_person' }] });
    expect(await world.imports.find(importId)).toMatchObject({ reason: { code: 'busy_person' } });
  });

  describe('picks a canary', () => {
    const lines = Array.from({ length: 8 }, (_, n) => order(n));
    const CANARY = 'incoming/events/canary=2/file.csv';

    /** Decides once, sends the canary, and decides again as `execution`. */
    async function picksOfTwo(execution: string) {
      const input = await drop(world, CANARY, csv(HEADER, ...lines));
      const importId = await prepare(world, input);
      const decideOnce = async () => {
        await weighPartition({ importId, partition: 0 }, world, forwardSettings(world));
        await decideImport({ importId, partitions: [0] }, world, world.feeds);
        return (await importFiles.decision.open(world.objects, importId)).picks;
      };
      const first = await decideOnce();
      const settings = { ...forwardSettings(world), secondsBetweenLookups: 1, readBackSeconds: 60 };
      await sendCanary({ importId, partition: 0 }, world, settings);
      await importFiles.plan.save(world.objects, { ...planIn(world, importId), execution }, importId);
      return { first, second: await decideOnce() };
    }

    it('once per execution: a repeated call keeps the picks, which are already sent', async () => {
      const { first, second } = await picksOfTwo('execution-1');
      expect(first).toHaveLength(2);
      expect(second).toEqual(first);
    });

    it('again in another execution, from what is not sent yet', async () => {
      const { first, second } = await picksOfTwo('execution-2');
      expect(second).toHaveLength(2);
      for (const pick of first) expect(second).not.toContainEqual(pick);
    });
  });
});
