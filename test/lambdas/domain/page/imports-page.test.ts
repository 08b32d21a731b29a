import { describe, expect, it } from '@jest/globals';
import type { Report } from '../../../../lambdas/contracts/report.ts';
import { NO_TALLY } from '../../../../lambdas/domain/delivery/tally.ts';
import { renderImports, summaryOf } from '../../../../lambdas/domain/page/imports-page.ts';
import { aReport } from '../../../builders/report.ts';

const outcomes = (change: object) => ({ outcomes: { ...NO_TALLY.outcomes, ...change } });
const dryRun = { wouldDeliver: 0, wouldTrigger: 0, operations: 0, requests: 0, dollars: 0 };

describe('the page of imports', () => {
  it.each<[string, Partial<Report>]>([
    ['good">Completed', outcomes({ delivered: 1 })],
    ['attention">Completed with rejects', outcomes({ delivered: 1, rejected: 1 })],
    ['attention">Awaiting approval', { ...outcomes({}), state: 'awaiting-approval' }],
    ['attention">Held', { ...outcomes({}), state: 'held' }],
    ['good">Dry run, completed', { ...outcomes({}), dryRun }],
  ])('says the state in words, not only by color: %s', (status, change) => {
    expect(renderImports([summaryOf(aReport(change))])).toContain(`<p class="status ${status}</p>`);
  });

  it('counts orders before their rows, if the feed groups rows', () => {
    const groups = { noun: 'order', read: 389, delivered: 388 };
    const summary = summaryOf(aReport({ rows: 642, ...outcomes({ delivered: 640, rejected: 2 }), groups }));
    expect(renderImports([summary])).toContain('389 orders (642 rows): 640 rows delivered, 2 rejected<');
  });

  it('says why an import failed, escaped', () => {
    const reason = { code: 'no_rows', message: 'The file has a <header> and no rows.' };
    const page = renderImports([summaryOf(aReport({ ...outcomes({}), state: 'failed', reason }))]);
    expect(page).toContain('<small>The file has a &#60;header&#62; and no rows.</small>');
  });
});
