import { describe, expect, it } from '@jest/globals';
import { printSummary } from '../../../../cli/terminal/summary.ts';
import type { Report } from '../../../../lambdas/contracts/report.ts';
import { renderReport } from '../../../../lambdas/domain/page/report-page.ts';
import { differingSentences } from '../../../../lambdas/domain/report/differing.ts';
import { noticeOf } from '../../../../lambdas/domain/report/notice.ts';
import { verdictOf } from '../../../../lambdas/domain/report/verdict.ts';
import { aReport } from '../../../builders/report.ts';

const OUTCOMES = {
  delivered: 0,
  duplicate: 3,
  unchanged: 0,
  rejected: 0,
  held: 0,
  suppressed: 0,
  expired: 0,
  filtered: 0,
};
const report: Report = aReport({
  rows: 3,
  outcomes: OUTCOMES,
  conflicts: 2,
  differing: [{ how: 'content', events: 2, rows: 2, lines: [4, 9] }],
});
const SENTENCE =
  '2 rows have the key of a delivered event, but other values (first: lines 4, 9). They were not sent.';

describe('rows that differ from what was delivered', () => {
  it('are in the headline of the report, in the notice and on the command line, with their lines', () => {
    const header = renderReport(report).split('</header>')[0];
    const { text } = noticeOf(report, { pipeline: 'p', consoleUrl: 'https://console.example/' });
    const printed = printSummary(report, 'report.html', (command) => command);
    for (const shown of [header, text, printed]) expect(shown).toContain(SENTENCE);
  });

  it('are not rows that Customer.io already had', () => {
    expect(verdictOf(report).sentence).not.toContain('3 rows');
    expect(verdictOf(report).sentence).toContain('already had 1 row.');
  });

  it('are not shown if only further events differ', () => {
    expect(
      differingSentences({ ...report, differing: [{ how: 'time', events: 1, rows: 0, lines: [2] }] }),
    ).toEqual([]);
  });
});
