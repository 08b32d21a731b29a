import { describe, expect, it } from '@jest/globals';
import { costOf, DOLLARS, dollarsOf, usageOf, type Work } from '../../../../lambdas/domain/report/cost.ts';

const MILLION = 1e6;

/** A million events with 160 bytes in the file and 320 as items; all are new by default. */
function millionRows(change: Partial<Work> = {}): Work {
  return {
    rows: MILLION,
    fileBytes: 160 * MILLION,
    operations: MILLION,
    itemBytes: 320 * MILLION,
    chunks: 20,
    partitions: 20,
    lookedUp: MILLION,
    sent: MILLION,
    requests: 1_000,
    ...change,
  };
}

describe('dollarsOf', () => {
  it.each([
    {
      because: 'a million new rows in the seen table',
      readUnits: MILLION / 2,
      writeUnits: MILLION,
      dollars: 0.6875,
    },
    { because: 'a million rows that it knows', readUnits: MILLION / 2, dollars: 0.0625 },
    { because: 'a gigabyte sent', sentBytes: 1e9, dollars: 0.09 },
    { because: 'nothing', dollars: 0 },
  ])('is $dollars for $because', ({ dollars, because: _, ...usage }) => {
    expect(dollarsOf(usage)).toBe(dollars);
  });

  it('has a price for every unit', () => {
    expect(Object.values(DOLLARS).every((dollars) => dollars > 0)).toBe(true);
  });
});

describe('costOf', () => {
  it('is at most 80 cents for a million new rows, most of it for marking them as seen', () => {
    const { dollars } = costOf(millionRows());
    expect(dollars).toBeLessThanOrEqual(0.8);
    expect((usageOf(millionRows()).writeUnits * DOLLARS.writeUnits) / dollars).toBeGreaterThan(0.75);
  });

  it('is at most 10 cents for a million rows that repeat', () => {
    expect(costOf(millionRows({ sent: 0, requests: 0 })).dollars).toBeLessThanOrEqual(0.1);
  });

  it('counts a look-up for weighing and one for sending', () => {
    const once = usageOf(millionRows());
    expect(usageOf(millionRows({ lookedUp: 2 * MILLION })).readUnits - once.readUnits).toBe(MILLION / 2);
  });

  it('counts only the bytes of new items as sent', () => {
    expect(usageOf(millionRows({ sent: MILLION / 4 })).sentBytes).toBe(80 * MILLION);
  });

  it('is nearly nothing for a file without rows', () => {
    const nothing = { rows: 0, fileBytes: 0, operations: 0, itemBytes: 0, chunks: 1, partitions: 0 };
    expect(costOf({ ...nothing, lookedUp: 0, sent: 0, requests: 0 }).dollars).toBeLessThan(0.01);
  });
});
