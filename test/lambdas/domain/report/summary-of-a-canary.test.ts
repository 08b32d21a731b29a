import { describe, expect, it } from '@jest/globals';
import { tallyOf } from '../../../../lambdas/domain/delivery/tally.ts';
import { NO_STATISTICS } from '../../../../lambdas/domain/profile/statistics.ts';
import { type Ending, summarize } from '../../../../lambdas/domain/report/summary.ts';
import { anImport } from '../../../builders/import.ts';

/** Three rows, one of which was sent as the canary. */
const SENT: Ending = {
  record: anImport(),
  statistics: { ...NO_STATISTICS, rows: 3, operations: 3 },
  findings: [],
  file: { columns: [], identifiers: [] },
  declinedExamples: [],
  notices: [],
  wouldTrigger: 0,
  partitions: [],
  decision: 'forward',
  canary: { operations: 1, rows: 1, refused: 0, requests: 1 },
  failure: undefined,
  now: anImport().registeredAt,
};

describe('summarize, after a canary', () => {
  it('counts the canary once: Forward counts its rows among the delivered ones', () => {
    const partitions = [{ status: 'done', tally: tallyOf({ delivered: 3 }, { requests: 2 }) }] as const;
    expect(summarize({ ...SENT, partitions })).toMatchObject({
      state: 'completed',
      outcomes: { delivered: 3 },
      unfinished: 0,
      requests: 3,
    });
  });

  it('counts the canary as delivered, and holds the rest, if it was rejected', () => {
    expect(summarize({ ...SENT, decision: 'hold' })).toMatchObject({
      state: 'held',
      outcomes: { delivered: 1, held: 2 },
      unfinished: 0,
      requests: 1,
    });
  });
});
