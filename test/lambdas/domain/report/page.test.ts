import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Report } from '../../../../lambdas/contracts/report.ts';
import { renderReport } from '../../../../lambdas/domain/report/page.ts';
import { REJECTS } from '../../../../lambdas/domain/rows/reject.ts';
import { aReport } from '../../../builders/report.ts';

/** A report in which every text that can come from outside is this one. */
function reportSaying(text: string): Report {
  return aReport({
    importId: text,
    feed: text,
    state: 'failed',
    reason: { code: text, message: text },
    file: { bucket: text, key: text, versionId: text, bytes: 1 },
    events: [{ name: text, rows: 1 }],
    findings: [
      { code: text, severity: 'warning', message: text, column: text, rows: 1, share: 0.1, lines: [2] },
      { code: text, severity: 'notice', message: text, rows: 1, share: 0.1, lines: [] },
    ],
    notices: [{ column: text, message: text }],
  });
}

/** All markup of a page, without the text between. */
const markupOf = (html: string) => html.match(/<[^>]*>/g);

/** What a browser shows of a page, its title included. */
const textOf = (html: string) =>
  html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</title></style></main>',
  '&lt;b&gt;&#60;b&#62;',
  'incoming/orders/</p><a href="javascript:alert(1)">',
  '<!-- ',
  '\u0000<',
];

describe('renderReport', () => {
  it.each(HOSTILE)('shows %j as text', (text) => {
    const html = renderReport(reportSaying(text));
    expect(markupOf(html)).toEqual(markupOf(renderReport(reportSaying('harmless'))));
    expect(textOf(html)).toContain(text);
    expect(html).not.toContain(text);
  });

  it('has the same markup whatever the names are', () => {
    const harmless = markupOf(renderReport(reportSaying('harmless')));
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('<', '>', '"', "'", '&', '/', '='), fc.string({ maxLength: 2 })),
    });
    fc.assert(
      fc.property(text, (name) => {
        expect(markupOf(renderReport(reportSaying(name || 'x')))).toEqual(harmless);
      }),
      { numRuns: 1_000, examples: [['toString'], ['__proto__'], ['constructor']] },
    );
  });

  it('runs nothing and loads nothing', () => {
    const html = renderReport(
      aReport({ state: 'held', reason: { code: 'too_many_rejects', message: 'Mend it.' } }),
    );
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<(script|img|link|iframe|object|embed|form|a|base)\b/i);
    expect(html).not.toMatch(/\b(src|href|action|on[a-z]+)=|url\(|@import|https?:/i);
  });

  it('tells what became of the rows, and how to mend what was rejected', () => {
    const text = textOf(renderReport(aReport({ rows: 12_345, requests: 1 })));
    for (const shown of [
      'Completed',
      'january.csv',
      '12,345 rows',
      '1 request ',
      'order_placed',
      REJECTS.no_identifier.mend,
    ]) {
      expect(text).toContain(shown);
    }
  });

  it('names outcomes that some row has, and no others', () => {
    const html = renderReport(aReport());
    expect(html).toMatch(/<\/i>delivered<\/td><td>7<\/td><td>70\.0 %</);
    expect(html).toMatch(/<\/i>rejected<\/td><td>3<\/td><td>30\.0 %</);
    expect(html).not.toContain('>suppressed<');
    expect(html).not.toContain('without an outcome');
  });

  it('shows rows without an outcome', () => {
    expect(renderReport(aReport({ state: 'failed', unfinished: 2 }))).toContain(
      '<td>without an outcome</td><td>2</td>',
    );
  });

  it('can show an import of which nothing was read', () => {
    const outcomes = { ...aReport().outcomes, delivered: 0, rejected: 0 };
    const html = renderReport(aReport({ state: 'failed', rows: 0, outcomes, rejects: [], events: [] }));
    expect(html).toContain('0 rows');
    expect(html).not.toContain('NaN');
  });

  it.each(Object.keys(REJECTS))('explains %s', (code) => {
    expect(renderReport(aReport({ rejects: [{ code, rows: 1 }] }))).toContain(`<code>${code}</code>`);
  });

  it('tells of refused further events, where there are any', () => {
    expect(renderReport(aReport({ refusedFurther: 2 }))).toMatch(/2 further events .*rejects\.csv/);
    expect(renderReport(aReport())).not.toContain('further');
  });
});
