import { describe, expect, it } from '@jest/globals';
import { ImportEventSchema } from '../../../../lambdas/contracts/import-event.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { noticeOf } from '../../../../lambdas/domain/report/notice.ts';
import { aReport } from '../../../builders/report.ts';

const SETTINGS = { pipeline: 'shop', consoleUrl: 'https://console/bucket?prefix=' };
const outcomes = (change: Partial<typeof NO_TALLY.outcomes>) => ({ ...NO_TALLY.outcomes, ...change });
const noticeFor = (change: Parameters<typeof aReport>[0] = {}) => noticeOf(aReport(change), SETTINGS);

const reason = { code: 'too_many_rejects', message: 'More rows were rejected than the feed allows.' };
const clean = { outcomes: outcomes({ delivered: 10 }), rejects: [] };

describe('noticeOf', () => {
  it.each([
    ['Import Completed', clean],
    ['Import Completed With Rejects', {}],
    ['Import Held', { state: 'held', reason }],
    ['Import Paused', { state: 'paused', reason }],
    ['Import Failed', { state: 'failed', reason }],
  ] as const)('is %s', (type, change) => {
    expect(noticeFor(change).type).toBe(type);
  });

  it('gives systems what they need to act, in the form of the schema', () => {
    const { event } = noticeFor({ state: 'failed', reason });
    expect(ImportEventSchema.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      version: 1,
      pipeline: 'shop',
      state: 'failed',
      reason,
      rows: 10,
      outcomes: { delivered: 7, rejected: 3 },
      rejects: [{ code: 'no_identifier', rows: 3 }],
    });
    expect(event.report.json).toBe(`reports/${event.feed}/${event.importId}/report.json`);
  });

  it('gives people what happened, the numbers, and what to do', () => {
    const { importId, feed, file } = aReport();
    const report = `reports/${feed}/${importId}/report.html`;
    expect(noticeFor({ rows: 12_010, outcomes: outcomes({ delivered: 12_007, rejected: 3 }) }).text).toBe(
      [
        `Feed ${feed}: 12,007 of 12,010 rows reached Customer.io.`,
        '',
        'rows read         12,010',
        '  delivered       12,007',
        '  rejected             3',
        '',
        'Reject codes: no_identifier (3).',
        '',
        'What to do now:',
        `- Fix the 3 rejected rows in rejects.csv, next to the report, and drop that file into incoming/${feed}/.`,
        '',
        `Report:   s3://${file.bucket}/${report}`,
        `Open it:  https://console/bucket?prefix=${encodeURIComponent(report)}`,
        `File:     s3://${file.bucket}/${file.key}`,
        `Import:   ${importId}`,
        'Pipeline: shop',
      ].join('\n'),
    );
  });

  it('says that nothing is left to do', () => {
    expect(noticeFor(clean).text).toContain('Nothing is left to do.');
  });

  it.each(['held', 'paused', 'failed'] as const)('says why an import is %s', (state) => {
    expect(noticeFor({ state, reason }).text.split('\n')[0]).toContain(reason.message);
  });

  it('counts the rows without an outcome', () => {
    expect(noticeFor({ state: 'paused', reason, unfinished: 4 }).text).toMatch(/^ {2}no outcome yet {3}4$/m);
  });

  it('counts orders before their rows, if the feed groups rows', () => {
    const groups = { noun: 'order', read: 389, delivered: 389 };
    const { subject, text } = noticeFor({
      rows: 642,
      outcomes: outcomes({ delivered: 642 }),
      rejects: [],
      groups,
    });
    expect(subject).toMatch(/: completed, 389 orders \(642 rows\) delivered$/);
    expect(text).toContain(
      [
        'orders read       389',
        '  delivered       389',
        'rows read         642',
        '  delivered       642',
      ].join('\n'),
    );
  });

  it('says what a dry run would do, and not that something was delivered', () => {
    const dryRun = { wouldDeliver: 10, wouldTrigger: 0, operations: 10, requests: 1, dollars: 0.001 };
    const { subject, text } = noticeFor({ ...clean, outcomes: outcomes({ held: 10 }), dryRun });
    expect(subject).toMatch(/: dry run$/);
    expect(text).toContain('Nothing was sent. 10 of 10 rows would be delivered.');
  });

  it('has a subject that SNS accepts, whatever the name of the feed', () => {
    const { subject } = noticeFor({
      feed: 'f'.repeat(40),
      rows: 1e9,
      outcomes: outcomes({ delivered: 1e9, rejected: 1e9 }),
    });
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(noticeFor().subject).toMatch(/: completed with rejects, 7 rows delivered, 3 rows rejected$/);
  });

  it('cannot be forged with a file name', () => {
    const file = { ...aReport().file, key: 'incoming/people/a\nTo do: pay\u202e.csv' };
    expect(noticeFor({ file }).text).toContain('incoming/people/a?To do: pay?.csv');
  });
});
