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

  it.each([
    [
      { how: 'time', events: 1, further: 1, rows: 0 },
      '1 further event has the key and the person of a delivered event, but another time (first: line 2). It was not sent.',
    ],
    [
      { how: 'content', events: 3, further: 1, rows: 2 },
      '2 rows and 1 further event have the key of a delivered event, but other values (first: line 2). They were not sent.',
    ],
    [
      { how: 'reused', events: 2, further: 2, rows: 0 },
      '2 further events have the key of another event at another time, and were rejected (first: line 2). They were not sent.',
    ],
  ] as const)('count further events', (differing, sentence) => {
    expect(differingSentences({ ...report, differing: [{ ...differing, lines: [2] }] })).toEqual([sentence]);
  });

  it('leave out events that an older version counted without their rows', () => {
    const old = [{ how: 'time', events: 1, rows: 0, lines: [2] }] as const;
    expect(differingSentences({ ...report, differing: [...old] })).toEqual([]);
  });

  it('are not all known if a further event differs', () => {
    const only = aReport({
      rows: 1,
      outcomes: { ...OUTCOMES, duplicate: 1 },
      differing: [{ how: 'content', events: 1, further: 1, rows: 0, lines: [2] }],
    });
    expect(verdictOf(only).sentence).toBe('Nothing was sent. Customer.io already had 1 row.');
  });
});
