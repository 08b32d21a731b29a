import { describe, expect, it } from '@jest/globals';
import { detect } from '../../../../lambdas/domain/findings/detect.ts';
import { ARRIVAL, codes, findingsIn, HOUR, profileOf } from './a-file.ts';

const olderThan = (...hours: readonly number[]) => hours.map((age) => ({ seconds: ARRIVAL - age * HOUR }));

describe('a backfill', () => {
  it('says that old events count for segments, and what to do before the import', () => {
    const found = findingsIn({
      header: ['at'],
      events: olderThan(1, 100, 10_000),
      ages: { mode: 'backfill' },
    });
    expect(found).toMatchObject([
      { code: 'old_events_in_segments', severity: 'notice', rows: 2, share: 2 / 3 },
    ]);
    expect(found[0]?.message).toBe(
      '2 of 3 events are older than 72 hours (66.7 %). Before the import, pause the campaigns that a segment triggers. Then look at their segments, and start them again.',
    );
  });

  it('says nothing if no event is old, and neither does a recurring feed', () => {
    const young = { header: ['at'], events: olderThan(1, 71) };
    expect(codes(findingsIn({ ...young, ages: { mode: 'backfill' } }))).toEqual([]);
    const old = { header: ['at'], events: olderThan(1, 100) };
    expect(codes(findingsIn({ ...old, ages: { mode: 'recurring' } }))).toEqual([]);
  });
});

describe('a file of many rows', () => {
  const rowsOf = (rows: number) => {
    const context = { header: [], nowSeconds: ARRIVAL };
    return detect({ ...profileOf({ header: [] }), rows }, context).filter(({ code }) => code === 'many_rows');
  };

  it('has the advice of Customer.io from a million rows on', () => {
    expect(rowsOf(999_999)).toEqual([]);
    expect(rowsOf(1_000_000)).toMatchObject([
      {
        severity: 'notice',
        message: expect.stringMatching(/^The file has 1,000,000 rows\. Import it when no/),
      },
    ]);
  });
});
