// One suite over both stores: what a feed remembers of its imports.
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { type PastImport, rememberedUntil } from '../../../lambdas/domain/imports/past-import.ts';
import { aPastImport } from '../../builders/import.ts';
import { NEW_YEAR } from '../../fakes/virtual-clock.ts';
import { importsTables } from './imports-tables.ts';

let now = NEW_YEAR;

describe.each(importsTables(() => now))('the history %s', (_, open) => {
  let table: ImportsTable;
  beforeEach(async () => {
    now = NEW_YEAR;
    table = await open();
  });
  const past = (day: number, change: Partial<PastImport> = {}) =>
    aPastImport({ importId: `orders-202601${String(day).padStart(2, '0')}T020000-0a1b2c3d`, ...change });

  it('is empty at first', async () => {
    expect(await table.history('orders', 30)).toEqual([]);
  });

  it('has what was stored about an import, the newest file first', async () => {
    for (const day of [2, 9, 1]) await table.remember('orders', past(day));
    expect(await table.history('orders', 30)).toEqual([past(9), past(2), past(1)]);
  });

  it('has at most as many imports as requested', async () => {
    for (const day of [1, 2, 3]) await table.remember('orders', past(day));
    expect(await table.history('orders', 1)).toEqual([past(3)]);
  });

  it('is separate for each feed', async () => {
    await table.remember('orders', past(1));
    await table.remember('orders-eu', past(2));
    expect(await table.history('orders', 30)).toEqual([past(1)]);
  });

  it('has an import once: a second entry replaces the first', async () => {
    await table.remember('orders', past(1, { state: 'failed', columns: [] }));
    await table.remember('orders', past(1));
    expect(await table.history('orders', 30)).toEqual([past(1)]);
  });

  it('leaves out imports that are too old', async () => {
    await table.remember('orders', past(1));
    now = rememberedUntil(past(1)) - 1;
    expect(await table.history('orders', 30)).toHaveLength(1);
    now++;
    expect(await table.history('orders', 30)).toEqual([]);
  });

  it('is neither an active import nor a checkpoint', async () => {
    await table.remember('orders', past(1));
    expect((await table.turns()).active).toEqual([]);
    expect(await table.checkpoints(past(1).importId)).toEqual([]);
  });
});
