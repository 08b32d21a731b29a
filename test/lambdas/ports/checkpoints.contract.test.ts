// One suite over both stores: which worker may write the checkpoint of a partition.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import type { Checkpoint } from '../../../lambdas/domain/delivery/checkpoint.ts';
import { tallyOf } from '../../../lambdas/domain/delivery/tally.ts';
import type { ImportRecord } from '../../../lambdas/domain/imports/import-record.ts';
import { anImport } from '../../builders/import.ts';
import { importsTables } from './imports-tables.ts';

const newImport = (change: Partial<ImportRecord> = {}) => anImport({ state: 'splitting', ...change });
const RACERS = Array.from({ length: 50 }, (_, racer) => racer);
const REASON = { code: 'credentials', message: 'Fix them.' };

describe.each(importsTables())('the checkpoints %s', (_, open) => {
  let table: ImportsTable;
  beforeEach(async () => {
    table = await open();
  });

  const at = (position: number, rest: Partial<Checkpoint> = {}): Checkpoint => ({
    plan: 'plan-1',
    position,
    status: 'open',
    tally: tallyOf({ delivered: position }, { requests: 1, conflicts: 2 }),
    ...rest,
  });

  it('are returned to the next worker that claims the partition', async () => {
    const first = await table.claimPartition('i', 3);
    expect(first.checkpoint).toBeUndefined();
    await table.saveCheckpoint('i', 3, first.epoch, at(10));
    await table.saveCheckpoint('i', 3, first.epoch, at(20));
    const second = await table.claimPartition('i', 3);
    expect(second.checkpoint).toEqual(at(20));
    expect(second.epoch).toBeGreaterThan(first.epoch);
  });

  it('are refused from a worker after another one has claimed its partition', async () => {
    const late = await table.claimPartition('i', 0);
    const next = await table.claimPartition('i', 0);
    await table.saveCheckpoint('i', 0, next.epoch, at(5));
    await expect(table.saveCheckpoint('i', 0, late.epoch, at(99))).rejects.toMatchObject({
      name: 'SupersededError',
    });
    expect((await table.claimPartition('i', 0)).checkpoint).toEqual(at(5));
  });

  it('are guarded for each partition separately', async () => {
    const own = await table.claimPartition('i', 1);
    await table.claimPartition('i', 2);
    await table.claimPartition('other', 1);
    await table.saveCheckpoint('i', 1, own.epoch, at(1));
    expect((await table.claimPartition('i', 1)).checkpoint).toEqual(at(1));
  });

  it('give each of 50 claims a different epoch', async () => {
    const claims = await Promise.all(RACERS.map(() => table.claimPartition('i', 0)));
    expect(new Set(claims.map(({ epoch }) => epoch)).size).toBe(50);
  });

  it('are listed by partition, without partitions that were only claimed', async () => {
    for (const partition of [11, 2, 7]) {
      const { epoch } = await table.claimPartition('i', partition);
      if (partition !== 7) await table.saveCheckpoint('i', partition, epoch, at(partition));
    }
    const { epoch } = await table.claimPartition('other', 0);
    await table.saveCheckpoint('other', 0, epoch, at(1));
    expect(await table.checkpoints('i')).toEqual([
      { ...at(2), partition: 2 },
      { ...at(11), partition: 11 },
    ]);
  });

  it('are kept by a redrive', async () => {
    await table.register(newImport());
    const { importId } = newImport();
    const { epoch } = await table.claimPartition(importId, 0);
    await table.saveCheckpoint(importId, 0, epoch, at(4, { status: 'paused' }));
    await table.finish(importId, 'paused', REASON);
    await table.register(newImport({ execution: 'redrive' }), { redrive: true });
    expect(await table.checkpoints(importId)).toEqual([{ ...at(4, { status: 'paused' }), partition: 0 }]);
  });
});
