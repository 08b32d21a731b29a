import { describe, expect, it } from '@jest/globals';
import type { Outcomes, Report } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { verdictOf } from '../../../../lambdas/domain/page/verdict.ts';
import { aReport } from '../../../builders/report.ts';

const of = (rows: number, outcomes: Partial<Outcomes>, change: Partial<Report> = {}) =>
  verdictOf(aReport({ rows, outcomes: { ...NO_TALLY.outcomes, ...outcomes }, ...change }));

describe('verdictOf', () => {
  it.each([
    [1, { delivered: 1 }, 'The one row reached Customer.io.'],
    [1_200, { delivered: 1_200 }, 'All 1,200 rows reached Customer.io.'],
    [10, { delivered: 7, rejected: 3 }, '7 of 10 rows reached Customer.io.'],
    [10, { delivered: 1, duplicate: 6, unchanged: 3 }, '1 of 10 rows reached Customer.io; 9 it already had.'],
    [10, { duplicate: 6, unchanged: 4 }, 'Nothing new: Customer.io already had all 10 rows.'],
    [10, { duplicate: 6, rejected: 4 }, 'Nothing was sent: Customer.io already had 6 rows.'],
    [10, { rejected: 10 }, 'Nothing was sent.'],
    [0, {}, 'The file has no rows.'],
  ])('says of %d rows, %j: %s', (rows, outcomes, sentence) => {
    expect(of(rows, outcomes)).toMatchObject({ sentence });
  });

  it('says that nothing is left to do, or what is', () => {
    expect(of(7, { delivered: 7 }).next).toEqual(['Nothing is left to do.']);
    const { next } = of(9, { delivered: 7, rejected: 1, held: 1 });
    expect(next).toHaveLength(2);
    expect(next.join()).toMatch(/mend it in rejects\.csv.*held\.csv/);
  });

  it('is good where all is well, and wants attention where rows came back or nothing was sent', () => {
    expect(of(7, { delivered: 7 })).toMatchObject({ label: 'Completed', tone: 'good' });
    expect(of(7, { rejected: 7 })).toMatchObject({ label: 'Completed with rejects', tone: 'attention' });
    expect(of(7, { held: 7 }, { state: 'held' })).toMatchObject({ label: 'Held', tone: 'attention' });
    expect(of(7, {}, { state: 'failed', unfinished: 7 })).toMatchObject({ label: 'Failed', tone: 'bad' });
  });

  it('says what to type where an import waits for a person, and not of a dry run, which sends nothing', () => {
    const { importId } = aReport({});
    const next = (state: Report['state'], change: Partial<Report> = {}) =>
      of(7, {}, { state, ...change }).next.join();
    expect(next('held')).toContain(`npm run cli -- approve ${importId}`);
    expect(next('paused')).toContain(`npm run cli -- redrive ${importId}`);
    expect(next('awaiting-approval')).toMatch(new RegExp(`approve ${importId}.*cancel ${importId}`));
    const dryRun = { wouldDeliver: 0, wouldTrigger: 0, operations: 0, requests: 0, dollars: 0 };
    expect(next('held', { dryRun })).toBe('Dropped below incoming/, it would send nothing either.');
  });

  it('says how far an import got that stopped midway', () => {
    expect(of(10, { delivered: 4 }, { state: 'paused', unfinished: 6 }).sentence).toBe(
      'Paused: 4 of 10 rows reached Customer.io, 6 have no outcome yet.',
    );
    expect(of(10, {}, { state: 'failed', unfinished: 10 }).sentence).toBe('Failed: nothing was sent.');
  });
});
