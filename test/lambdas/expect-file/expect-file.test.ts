import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportsTable } from '../../../lambdas/adapters/dynamo-imports-table.ts';
import { expectFile } from '../../../lambdas/expect-file/expect-file.ts';
import { anImport, aPastImport } from '../../builders/import.ts';
import { type MemoryMetrics, memoryMetrics } from '../../fakes/memory-metrics.ts';
import { memoryImportsTable } from '../../fakes/memory-tables.ts';
import { type VirtualClock, virtualClock } from '../../fakes/virtual-clock.ts';

const HOUR = 3600 * 1000;
let clock: VirtualClock;
let imports: ImportsTable;
let metrics: MemoryMetrics;
beforeEach(() => {
  clock = virtualClock();
  imports = memoryImportsTable(clock.now);
  metrics = memoryMetrics();
});

const ask = () => expectFile({ feed: 'people' }, { imports, metrics, clock });
const hoursAgo = (hours: number) => clock.now() - hours * HOUR;

describe('expectFile', () => {
  it('counts a file that has not arrived', async () => {
    expect(await ask()).toEqual({ arrived: false });
    expect(metrics.emitted).toEqual([{ feed: 'people', measures: { files_absent: 1 } }]);
  });

  it.each([
    ["last night's", 3, true],
    ["yesterday evening's", 19, true],
    ['a file of 20 hours ago', 20, false],
    ["yesterday morning's", 23, false],
    ["yesterday's at this hour", 24, false],
  ])('recognizes the file of the day by its age: %s, %i hours old', async (_, hours, arrived) => {
    await imports.remember('people', aPastImport({ arrivedAt: hoursAgo(hours) }));
    expect(await ask()).toEqual({ arrived });
    expect(metrics.emitted).toHaveLength(arrived ? 0 : 1);
  });

  it('accepts a file whose import failed: its notice says so', async () => {
    await imports.remember('people', aPastImport({ arrivedAt: hoursAgo(1), state: 'failed' }));
    expect(await ask()).toEqual({ arrived: true });
  });

  it('accepts a file whose import has not ended', async () => {
    await imports.register(anImport({ feed: 'people', arrivedAt: hoursAgo(1), state: 'waiting' }));
    expect(await ask()).toEqual({ arrived: true });
  });

  it('ignores the file of another feed', async () => {
    await imports.register(anImport({ feed: 'orders', arrivedAt: hoursAgo(1), state: 'waiting' }));
    await imports.remember('orders', aPastImport({ arrivedAt: hoursAgo(1) }));
    expect(await ask()).toEqual({ arrived: false });
  });
});
