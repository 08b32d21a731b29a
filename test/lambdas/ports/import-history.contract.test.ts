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

  it('tells what was remembered of an import, the newest file first', async () => {
    for (const day of [2, 9, 1]) await table.remember('orders', past(day));
    expect(await table.history('orders', 30)).toEqual([past(9), past(2), past(1)]);
  });

  it('tells of no more than were asked for', async () => {
    for (const day of [1, 2, 3]) await table.remember('orders', past(day));
    expect(await table.history('orders', 1)).toEqual([past(3)]);
  });

  it('is kept for each feed', async () => {
    await table.remember('orders', past(1));
    await table.remember('orders-eu', past(2));
    expect(await table.history('orders', 30)).toEqual([past(1)]);
  });

  it('knows an import once: what is remembered of it anew replaces what was', async () => {
    await table.remember('orders', past(1, { state: 'failed', columns: [] }));
    await table.remember('orders', past(1));
    expect(await table.history('orders', 30)).toEqual([past(1)]);
  });

  it('forgets', async () => {
    await table.remember('orders', past(1));
    now = rememberedUntil(past(1)) - 1;
    expect(await table.history('orders', 30)).toHaveLength(1);
    now++;
    expect(await table.history('orders', 30)).toEqual([]);
  });

  it('is no active import, and no checkpoint', async () => {
    await table.remember('orders', past(1));
    expect((await table.turns()).active).toEqual([]);
    expect(await table.checkpoints(past(1).importId)).toEqual([]);
  });
});
