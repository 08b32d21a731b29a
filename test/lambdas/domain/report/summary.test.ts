import { describe, expect, it } from '@jest/globals';
import { ReportSchema } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY, type Tally, tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import { NO_STATISTICS } from '../../../../lambdas/domain/profile/statistics.ts';
import { type Ending, summarize } from '../../../../lambdas/domain/report/summary.ts';
import { anImport } from '../../../builders/import.ts';

const REASON = { code: 'credentials_refused', message: 'Customer.io refused the credentials.' };
const ABORTED = { code: 'workflow_failed', message: 'The workflow stopped with ABORTED.' };
const STATISTICS = {
  ...NO_STATISTICS,
  rows: 10,
  operations: 8,
  rejects: { no_identifier: 2 },
  events: { order_placed: 5, order_refunded: 3 },
};
const HELD = { outcome: 'held', reason: 'backfill: younger than 72 h', rows: 2, lines: [4, 9] } as const;
const EXPIRED = { outcome: 'expired', reason: 'older than maxAge 90d', rows: 1, lines: [3] } as const;
const SUPPRESSED = { outcome: 'suppressed', reason: 'a followed by b', rows: 1, lines: [5] } as const;
const DONE = {
  status: 'done',
  tally: tallyOf({ delivered: 6, duplicate: 2 }, { conflicts: 1, requests: 2 }),
} as const;

/** Ten rows: two were rejected, eight have been forwarded. */
function anEnding(change: Partial<Ending> = {}): Ending {
  return {
    record: anImport(),
    statistics: STATISTICS,
    findings: [],
    file: { columns: [], identifiers: [] },
    declinedExamples: [],
    notices: [],
    wouldTrigger: 0,
    partitions: [DONE],
    decision: 'forward',
    failure: undefined,
    now: anImport().registeredAt + 4_250,
    ...change,
  };
}

describe('summarize, an import that completed', () => {
  it('is completed when every row has an outcome', () => {
    expect(summarize(anEnding())).toEqual({
      importId: 'orders-20260101T093005-0a1b2c3d',
      feed: 'orders',
      state: 'completed',
      file: { bucket: 'imports', key: 'incoming/orders/january.csv', versionId: 'v1', bytes: 1_000 },
      rows: 10,
      outcomes: { ...NO_TALLY.outcomes, delivered: 6, duplicate: 2, rejected: 2 },
      unfinished: 0,
      conflicts: 1,
      refusedFurther: 0,
      operations: 8,
      requests: 2,
      retries: 0,
      arrivedAt: '2026-01-01T09:30:05.000Z',
      seconds: 4.3,
      cost: { dollars: 0.001, usage: expect.anything() },
      keptBack: [],
      stages: [{ state: 'splitting', seconds: 4.3 }],
      rejects: [{ code: 'no_identifier', rows: 2, examples: [] }],
      duplicates: [],
      columns: [],
      identifiers: [],
      events: [
        { name: 'order_placed', rows: 5 },
        { name: 'order_refunded', rows: 3 },
      ],
      wouldTrigger: 0,
      findings: [],
      notices: [],
    });
  });

  it('counts rows that Customer.io declined as rejects', () => {
    const refused = { status: 'done', tally: tallyOf({ delivered: 5, rejected: 3 }) } as const;
    const { outcomes, rejects, state } = summarize(
      anEnding({
        statistics: { ...STATISTICS, rejectExamples: { no_identifier: [{ line: 3 }] } },
        partitions: [refused],
        declinedExamples: [{ line: 7 }],
      }),
    );
    expect(outcomes).toMatchObject({ delivered: 5, rejected: 5 });
    expect(rejects).toEqual([
      { code: 'refused_by_customerio', rows: 3, examples: [{ line: 7 }] },
      { code: 'no_identifier', rows: 2, examples: [{ line: 3 }] },
    ]);
    expect(state).toBe('completed');
  });

  it('says how long the import was in each state', () => {
    const { registeredAt } = anImport();
    const stages = [
      { state: 'validating', at: registeredAt + 1_000 },
      { state: 'waiting', at: registeredAt + 3_000 },
      { state: 'forwarding', at: registeredAt + 3_500 },
      { state: 'waiting', at: registeredAt + 3_700 },
    ] as const;
    const report = summarize(anEnding({ record: { ...anImport(), stages } }));
    expect(report.stages).toEqual([
      { state: 'splitting', seconds: 1 },
      { state: 'validating', seconds: 2 },
      { state: 'waiting', seconds: 1.1 },
      { state: 'forwarding', seconds: 0.2 },
    ]);
  });

  it('counts duplicates by the time of their delivery, the latest first', () => {
    const tally = (duplicates: Tally['duplicates']) =>
      ({ status: 'done', tally: tallyOf({ delivered: 1 }, { duplicates }) }) as const;
    const partitions = [tally({ older: 2, in_this_file: 1 }), tally({ older: 3 }), tally({})];
    expect(summarize(anEnding({ partitions })).duplicates).toEqual([
      { age: 'in_this_file', rows: 1 },
      { age: 'older', rows: 5 },
    ]);
  });

  it('counts declined further events, which are not rows', () => {
    const done = { status: 'done', tally: tallyOf({ delivered: 8 }, { refusedFurther: 2 }) } as const;
    expect(summarize(anEnding({ partitions: [done] }))).toMatchObject({
      state: 'completed',
      refusedFurther: 2,
      outcomes: { delivered: 8, rejected: 2 },
      unfinished: 0,
    });
  });

  it('is completed if nothing was left to send', () => {
    const statistics = { ...STATISTICS, rows: 2, operations: 0 };
    expect(summarize(anEnding({ statistics, partitions: [], decision: 'stop' }))).toMatchObject({
      state: 'completed',
      outcomes: { rejected: 2 },
    });
  });

  it('is completed if the workflow failed after everything was delivered', () => {
    expect(summarize(anEnding({ failure: ABORTED })).state).toBe('completed');
  });

  it('is completed with rows that a policy of the feed kept back', () => {
    const statistics = { ...STATISTICS, keptBack: [HELD, EXPIRED] };
    const partitions = [
      {
        status: 'done',
        tally: tallyOf({ delivered: 4, suppressed: 1 }, { keptBack: [SUPPRESSED] }),
      } as const,
    ];
    expect(summarize(anEnding({ statistics, partitions }))).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 4, suppressed: 1, held: 2, expired: 1, rejected: 2 },
      keptBack: [EXPIRED, HELD, SUPPRESSED],
    });
  });

  it('says file and line of kept-back rows if the import has several files', () => {
    const parts = [
      { name: 'a.csv', linesBefore: 0 },
      { name: 'b.csv', linesBefore: 5 },
    ];
    const { keptBack } = summarize(anEnding({ parts, statistics: { ...STATISTICS, keptBack: [HELD] } }));
    expect(keptBack).toEqual([{ ...HELD, places: ['line 4 of a.csv', 'line 4 of b.csv'] }]);
  });

  it('sorts equal counts by name, so that a report is the same each time', () => {
    const events = { cart: 1, account: 1, purchase: 2 };
    const names = summarize(anEnding({ statistics: { ...STATISTICS, events } })).events.map(
      ({ name }) => name,
    );
    expect(names).toEqual(['purchase', 'account', 'cart']);
  });
});

describe('summarize, an import that was held', () => {
  const record = anImport({ reason: { code: 'too_many_rejects', message: '…' } });

  it('holds every row that was not rejected', () => {
    expect(summarize(anEnding({ record, partitions: [], decision: 'hold' }))).toMatchObject({
      state: 'held',
      reason: { code: 'too_many_rejects' },
      outcomes: { held: 8, rejected: 2 },
      unfinished: 0,
    });
  });

  it('counts each row once if a policy would have kept some back anyway', () => {
    const statistics = { ...STATISTICS, keptBack: [HELD, EXPIRED] };
    const { outcomes, unfinished, keptBack } = summarize(
      anEnding({ record, statistics, partitions: [], decision: 'hold' }),
    );
    expect(outcomes).toMatchObject({ held: 7, expired: 1, rejected: 2 });
    expect(keptBack).toEqual([
      EXPIRED,
      { outcome: 'held', reason: 'the whole import is held (too_many_rejects)', rows: 7, lines: [] },
    ]);
    expect(unfinished).toBe(0);
  });

  it('is held also if the workflow stopped before the reason was stored', () => {
    expect(summarize(anEnding({ partitions: [], decision: 'hold', failure: ABORTED }))).toMatchObject({
      state: 'held',
      reason: ABORTED,
    });
  });
});

describe('summarize, an import that ended early', () => {
  const begun = { status: 'open', tally: tallyOf({ delivered: 3 }) } as const;
  const paused = { status: 'paused', tally: tallyOf({ delivered: 3 }) } as const;

  it('is paused if a partition needs an operator', () => {
    const ending = anEnding({ record: anImport({ reason: REASON }), partitions: [DONE, paused] });
    expect(summarize(ending)).toMatchObject({ state: 'paused', reason: REASON });
  });

  it('is paused if its canary needs an operator', () => {
    const canary = { operations: 0, rows: 0, refused: 0, requests: 1, paused: true } as const;
    const ending = anEnding({ record: anImport({ reason: REASON }), partitions: [], canary });
    expect(summarize(ending)).toMatchObject({ state: 'paused', reason: REASON, outcomes: { delivered: 0 } });
  });

  it('is failed, not paused, if only the attempt before a redrive was paused', () => {
    const record = anImport({ state: 'validating', reason: { code: 'object_gone', message: '…' } });
    expect(summarize(anEnding({ record, partitions: [paused] }))).toMatchObject({
      state: 'failed',
      reason: { code: 'object_gone' },
    });
  });

  it.each(['open', 'done'] as const)(
    'is failed if rows have no outcome and the partition is %s',
    (status) => {
      expect(summarize(anEnding({ partitions: [{ ...begun, status }] }))).toMatchObject({
        state: 'failed',
        reason: { code: 'unfinished', message: expect.stringContaining('5 rows') },
        outcomes: { delivered: 3, rejected: 2 },
        unfinished: 5,
      });
    },
  );

  it('is failed if a partition did not finish although every row has its outcome: sums can be missing', () => {
    const open = { ...DONE, status: 'open' } as const;
    expect(summarize(anEnding({ partitions: [open] }))).toMatchObject({
      state: 'failed',
      reason: { code: 'unfinished', message: expect.stringContaining('sums on profiles') },
      unfinished: 0,
    });
    expect(summarize(anEnding({ partitions: [open], failure: ABORTED })).reason).toEqual(ABORTED);
  });

  it('says what stopped the workflow', () => {
    expect(summarize(anEnding({ partitions: [begun], failure: ABORTED })).reason).toEqual(ABORTED);
  });

  it('prefers the reason that the import stored to what stopped the workflow', () => {
    const ending = anEnding({ record: anImport({ reason: REASON }), partitions: [begun], failure: ABORTED });
    expect(summarize(ending).reason).toEqual(REASON);
  });

  it('is failed without rows if the file was refused', () => {
    const record = anImport({ reason: { code: 'duplicate_header', message: '…' } });
    const ending = anEnding({ record, statistics: NO_STATISTICS, partitions: [], decision: undefined });
    expect(summarize(ending)).toMatchObject({
      state: 'failed',
      reason: { code: 'duplicate_header' },
      rows: 0,
      unfinished: 0,
    });
  });

  it('is never completed if the workflow stopped before Review', () => {
    const ending = anEnding({ statistics: NO_STATISTICS, partitions: [], decision: undefined });
    expect(summarize(ending).state).toBe('failed');
    expect(summarize({ ...ending, failure: ABORTED })).toMatchObject({ state: 'failed', reason: ABORTED });
  });

  it('is never completed if a row was counted twice', () => {
    expect(summarize(anEnding({ partitions: [DONE, begun] })).state).toBe('failed');
    const done = { ...begun, status: 'done' } as const;
    expect(summarize(anEnding({ partitions: [DONE, done] })).reason?.code).toBe('counted_twice');
  });
});

describe('summarize', () => {
  it.each([
    anEnding(),
    anEnding({ decision: 'hold', partitions: [] }),
    anEnding({ partitions: [] }),
    anEnding({ statistics: { ...STATISTICS, groups: 5 } }),
    anEnding({ statistics: NO_STATISTICS, partitions: [], decision: undefined, failure: ABORTED }),
  ])('makes a report that fits its schema, with outcomes that add up', (ending) => {
    const report = summarize(ending);
    expect(ReportSchema.parse(report)).toEqual(report);
    const accounted = Object.values(report.outcomes).reduce((sum, rows) => sum + rows, 0);
    expect(accounted + report.unfinished).toBe(report.rows);
  });
});
