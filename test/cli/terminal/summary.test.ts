import { describe, expect, it } from '@jest/globals';
import { printSummary } from '../../../cli/terminal/summary.ts';
import type { Report } from '../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../lambdas/domain/delivery/tally.ts';
import { cloneCommand } from '../../../lambdas/domain/report/next-steps.ts';
import { aReport } from '../../builders/report.ts';

const outcomes = (some: Partial<typeof NO_TALLY.outcomes>) => ({ ...NO_TALLY.outcomes, ...some });

describe('printSummary', () => {
  it('prints the rows by outcome, in columns, without outcomes that no row has', () => {
    const report = aReport({
      importId: 'people-20261123T144844-6c94b7b7',
      rows: 1_234_567,
      outcomes: outcomes({ delivered: 1_234_560, duplicate: 4, rejected: 3 }),
      rejects: [
        { code: 'invalid_time', rows: 2 },
        { code: 'no_identifier', rows: 1 },
      ],
      requests: 1_235,
      seconds: 124.5,
    });
    expect(printSummary(report, '.local/reports/people/x/report.html', cloneCommand)).toBe(
      [
        'people-20261123T144844-6c94b7b7: completed',
        '  rows read                1,234,567',
        '    delivered              1,234,560',
        '    duplicate                      4',
        '    rejected                       3',
        '  requests to Customer.io      1,235',
        '  seconds                      124.5',
        '  rejected: 2 × invalid_time',
        '  rejected: 1 × no_identifier',
        '  report: .local/reports/people/x/report.html',
        '  to do: Fix the 3 rejected rows in rejects.csv, next to the report, and drop that file into incoming/orders/.',
        '',
      ].join('\n'),
    );
  });

  it('prints orders before their rows, if the feed groups rows', () => {
    const groups = { noun: 'order', read: 389, delivered: 388 };
    const report = aReport({ rows: 642, outcomes: outcomes({ delivered: 640, duplicate: 2 }), groups });
    expect(printSummary(report, 'report.html', cloneCommand).split('\n').slice(1, 6)).toEqual([
      '  orders read              389',
      '    delivered              388',
      '  rows read                642',
      '    delivered              640',
      '    duplicate                2',
    ]);
  });

  it('prints the number of rejected further events, if there are any', () => {
    const lines = (report: Report) => printSummary(report, 'report.html', cloneCommand).split('\n');
    expect(lines(aReport({ refusedFurther: 3 }))).toContainEqual(
      expect.stringMatching(/^ {2}rejected further events +3$/),
    );
    expect(lines(aReport())).not.toContainEqual(expect.stringContaining('further'));
  });

  it('prints why an import did not complete, and how many rows have no outcome yet', () => {
    const report = aReport({
      state: 'paused',
      reason: { code: 'credentials', message: 'Store the right key in the secret, then redrive.' },
      rows: 10,
      outcomes: outcomes({ delivered: 4 }),
      unfinished: 6,
      rejects: [],
    });
    const lines = printSummary(report, 'report.html', cloneCommand).split('\n');
    expect(lines[0]).toMatch(/: paused$/);
    expect(lines[1]).toBe('  credentials: Store the right key in the secret, then redrive.');
    expect(lines.find((line) => line.includes('no outcome yet'))).toMatch(/ 6$/);
  });
});
