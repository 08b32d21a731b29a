import { describe, expect, it } from '@jest/globals';
import { OUTCOMES } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { importMetrics } from '../../../../lambdas/domain/report/import-metrics.ts';
import { aReport } from '../../../builders/report.ts';

describe('importMetrics', () => {
  it('counts every row once: outcomes and unfinished rows add up to the rows read', () => {
    const report = aReport({ rows: 12, unfinished: 2, state: 'failed' });
    const measures = importMetrics(report);
    const sum = OUTCOMES.reduce((total, outcome) => total + (measures[`rows_${outcome}`] ?? 0), 0);
    expect(sum + (measures.rows_unfinished ?? 0)).toBe(measures.rows_read);
    expect(measures).toMatchObject({ imports_failed: 1, import_seconds: 4.2 });
  });

  it.each([
    ['all were rejected', { rejected: 10 }, 1],
    ['all were too old', { expired: 10 }, 1],
    ['one was delivered', { delivered: 1, rejected: 9 }, 0],
    ['all were there already', { duplicate: 10 }, 0],
    ['no person has changed', { unchanged: 10 }, 0],
  ])('says whether an import is silent: %s', (_, outcomes, imports_silent) => {
    const report = aReport({ outcomes: { ...NO_TALLY.outcomes, ...outcomes } });
    expect(importMetrics(report)).toMatchObject({ imports_silent });
  });

  it('is not silent without rows, or if the state already says it', () => {
    const none = { ...NO_TALLY.outcomes };
    expect(importMetrics(aReport({ rows: 0, outcomes: none }))).toMatchObject({ imports_silent: 0 });
    expect(importMetrics(aReport({ state: 'held', outcomes: none }))).toMatchObject({ imports_silent: 0 });
  });
});
