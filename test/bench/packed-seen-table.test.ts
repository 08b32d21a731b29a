import { describe, expect, it } from '@jest/globals';
import { meteredPages, newMeter } from '../../bench/seen-pages/metered.ts';
import { packedSeenTable } from '../../bench/seen-pages/packed-seen-table.ts';
import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { SeenItem } from '../../lambdas/ports/seen-table.ts';

const anItem = (n: number, page: string, importId = 'first'): SeenItem => ({
  key: `${page}/${Buffer.alloc(16, n).toString('base64url')}` as SeenKey,
  importId,
  content: Buffer.alloc(12, n).toString('base64url'),
});

describe('packedSeenTable', () => {
  it('gives back what was recorded: which import delivered what', async () => {
    const seen = packedSeenTable(meteredPages(newMeter()));
    const items = [anItem(1, '7/2026-01'), anItem(2, '7/2026-01', 'second'), anItem(3, '8/2026-02')];
    await seen.record(items.slice(0, 1));
    await seen.record(items.slice(1));
    const found = await seen.find([...items, anItem(4, '7/2026-01')].map(({ key }) => key));
    expect([...found.values()]).toEqual(items);
  });

  it('loses nothing where two workers write one page', async () => {
    const store = meteredPages(newMeter());
    const workers = [packedSeenTable(store), packedSeenTable(store)];
    const items = [anItem(1, '7/2026-01'), anItem(2, '7/2026-01')];
    for (const [at, worker] of workers.entries()) await worker.record(items.slice(at, at + 1));
    const found = await packedSeenTable(store).find(items.map(({ key }) => key));
    expect(found.size).toBe(2);
  });

  it('is metered by the size of its pages', async () => {
    const meter = newMeter();
    const items = Array.from({ length: 130 }, (_, n) => anItem(n, '7/2026-01'));
    await packedSeenTable(meteredPages(meter)).record(items);
    expect(meter.writeUnits).toBe(4);
  });
});
