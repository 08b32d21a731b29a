import { describe, expect, it } from '@jest/globals';
import { ImportEventSchema } from '../../../../lambdas/contracts/import-event.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { noticeOf } from '../../../../lambdas/domain/report/notice.ts';
import { aReport } from '../../../builders/report.ts';

const SETTINGS = { pipeline: 'shop', consoleUrl: 'https://console/bucket?prefix=' };
const outcomes = (change: Partial<typeof NO_TALLY.outcomes>) => ({ ...NO_TALLY.outcomes, ...change });
const tell = (change: Parameters<typeof aReport>[0] = {}) => noticeOf(aReport(change), SETTINGS);

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
    expect(tell(change).type).toBe(type);
  });

  it('tells systems what they need to act on, as the schema has it', () => {
    const { event } = tell({ state: 'failed', reason });
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

  it('tells people what happened, in numbers, and what to do', () => {
    const { importId, feed, file } = aReport();
    const report = `reports/${feed}/${importId}/report.html`;
    expect(tell({ rows: 12_010, outcomes: outcomes({ delivered: 12_007, rejected: 3 }) }).text).toBe(
      [
        `A file of ${feed} was imported, but 3 of its rows came back.`,
        '',
        'rows read     12,010',
        '  delivered   12,007',
        '  rejected         3',
        '',
        'Rejected for: no_identifier (3).',
        '',
        'To do:',
        `- Mend the rows of rejects.csv, beside the report, and drop that file below incoming/${feed}/.`,
        '',
        `Report:   s3://${file.bucket}/${report}`,
        `Open it:  https://console/bucket?prefix=${encodeURIComponent(report)}`,
        `File:     s3://${file.bucket}/${file.key}`,
        `Import:   ${importId}`,
        'Pipeline: shop',
      ].join('\n'),
    );
  });

  it('says that there is nothing to do', () => {
    expect(tell(clean).text).toContain('To do:\n- Nothing.');
  });

  it.each(['held', 'paused', 'failed'] as const)('gives the reason of what is %s', (state) => {
    expect(tell({ state, reason }).text.split('\n')[0]).toContain(reason.message);
  });

  it('counts what is not yet sent', () => {
    expect(tell({ state: 'paused', reason, unfinished: 4 }).text).toContain('paused, with 4 rows to go');
  });

  it('has a subject that SNS takes, whatever the feed is called', () => {
    const { subject } = tell({
      feed: 'f'.repeat(40),
      rows: 1e9,
      outcomes: outcomes({ delivered: 1e9, rejected: 1e9 }),
    });
    expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    expect(tell().subject).toMatch(/: completed with rejects, 7 delivered, 3 rejected$/);
  });

  it('cannot be forged by a file name', () => {
    const file = { ...aReport().file, key: 'incoming/people/a\nTo do: pay\u202e.csv' };
    expect(tell({ file }).text).toContain('incoming/people/a?To do: pay?.csv');
  });
});
