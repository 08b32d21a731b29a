import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventTimes } from '../../../../lambdas/contracts/event-times.ts';
import type { Report } from '../../../../lambdas/contracts/report.ts';
import { renderReport } from '../../../../lambdas/domain/page/report-page.ts';
import { REJECTS } from '../../../../lambdas/domain/reject.ts';
import { aReport } from '../../../builders/report.ts';
import { cases } from '../../../depth.ts';

/** A report in which every text that can come from a file or a person is this one. */
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
    journeys: [{ journey: text, state: 'lacks', open: [{ text, add: [{ place: text, line: text }] }] }],
    rejects: [
      { code: 'invalid_time', examples: [{ line: 2, file: text, column: text, shape: `x${text}` }] },
      { code: text },
    ],
    columns: [{ name: text, filled: 1, types: [{ type: 'text', rows: 1 }], longestBytes: 1 }],
    identifiers: [{ use: 'id', rows: 1 }],
    duplicates: [{ age: 'older', rows: 1 }],
    stages: [{ state: text, seconds: 1 }],
    eventTimes: someTimes({ zone: text, name: text }),
  });
}

function someTimes({
  zone = 'UTC',
  name = 'order_placed',
  start = Date.UTC(2026, 0, 1, 9) / 1000,
}): EventTimes {
  const hours = Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 7 : 0));
  return {
    zone,
    arrival: start + 1_800,
    stepSeconds: 3_600,
    names: [{ name, steps: { [start]: 7 }, hours }],
    others: { steps: {}, hours: Array(24).fill(0) },
    round: { midnight: 0, hour: 2, minute: 0 },
  };
}

/** All markup of a page, without the text between. */
const markupOf = (html: string) => html.match(/<[^>]*>/g);

/** What a browser shows of a page, its title included. */
const textOf = (html: string) =>
  html
    .replace(/<style>.*<\/style>/s, '')
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
  it('says what the import cost', () => {
    expect(textOf(renderReport(aReport()))).toContain('AWS cost, estimated$0.0012');
  });

  it.each(HOSTILE)('shows %j as text', (text) => {
    const html = renderReport(reportSaying(text));
    expect(markupOf(html)).toEqual(markupOf(renderReport(reportSaying('harmless'))));
    expect(textOf(html)).toContain(text);
    expect(html).not.toContain(text);
  });

  it('shows names in backticks as code', () => {
    const reason = { code: 'missing_column', message: 'Set `columns` in <feed>, or `x<y`.' };
    expect(renderReport(aReport({ state: 'failed', reason }))).toContain(
      'Set <code>columns</code> in &#60;feed&#62;, or <code>x&#60;y</code>.',
    );
  });

  it('says to drop rejects.csv only if the rest of the file was imported', () => {
    const drop = 'drop that file into incoming/orders/';
    const sections = (report: Report) => textOf(renderReport(report)).split('Why rows were rejected')[1];
    const dryRun = { wouldDeliver: 1, wouldTrigger: 0, operations: 1, requests: 1, dollars: 0.001 };
    expect(sections(aReport())).toContain(drop);
    expect(sections(aReport({ state: 'held' }))).not.toContain(drop);
    expect(sections(aReport({ dryRun }))).not.toContain(drop);
  });

  it('has the same markup whatever the names are', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('<', '>', '"', "'", '&', '/', '='), fc.string({ maxLength: 2 })),
    });
    fc.assert(
      fc.property(text, (name) => {
        // Backticks in a message mark code, which is escaped too.
        const harmless = name.replaceAll(/[^`]/g, 'x') || 'x';
        const markup = markupOf(renderReport(reportSaying(name || 'x')));
        expect(markup).toEqual(markupOf(renderReport(reportSaying(harmless))));
      }),
      { ...cases(1_000), examples: [['toString'], ['__proto__'], ['constructor'], ['`<b>` `'], ['``']] },
    );
  });

  it('runs nothing and loads nothing: its policy allows only its own style sheet', () => {
    const html = renderReport(
      aReport({ state: 'held', reason: { code: 'too_many_rejects', message: 'Fix it.' } }),
    );
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(html).not.toMatch(/<(script|img|link|iframe|object|embed|form|base)\b/i);
    expect(html).not.toMatch(/\b(src|action|style|on[a-z]+)=|url\(|@import|https?:/i);
  });

  it('links only to the files next to it', () => {
    const links = (report: Report) =>
      [...renderReport(report).matchAll(/href="([^"]*)"/g)].map(([, to]) => to);
    const outcomes = { ...aReport().outcomes, held: 1 };
    expect(new Set(links(aReport({ outcomes })))).toEqual(
      new Set(['rejects.csv', 'held.csv', 'report.json']),
    );
    expect(links(aReport({ rejects: [] }))).toEqual(['report.json']);
  });

  it('has no link to held.csv after a dry run, which writes none', () => {
    const dryRun = { wouldDeliver: 1, wouldTrigger: 0, operations: 1, requests: 1, dollars: 0.001 };
    const page = renderReport(aReport({ outcomes: { ...aReport().outcomes, held: 1 }, dryRun }));
    expect(page).not.toContain('held.csv');
  });

  it('says what happened to the rows, and how to fix rejected rows', () => {
    const text = textOf(renderReport(aReport({ rows: 12_345, requests: 1 })));
    for (const shown of [
      'Completed',
      'january.csv',
      '7 of 12,345 rows reached Customer.io.',
      'order_placed',
      REJECTS.no_identifier.fix,
    ]) {
      expect(text).toContain(shown);
    }
  });

  it('shows only the outcomes that a row has', () => {
    const text = textOf(renderReport(aReport()));
    expect(text).toMatch(/delivered [\w. ]+770\.0 %/);
    expect(text).toMatch(/rejected [\w., ]+330\.0 %/);
    expect(text).not.toContain('suppressed');
    expect(text).not.toContain('no outcome yet');
  });

  it('says why rows were not sent, and the lines of the first ones', () => {
    const cart = {
      outcome: 'suppressed',
      reason: 'cart followed by order',
      rows: 1_200,
      lines: [3, 7],
    } as const;
    const text = textOf(renderReport(aReport({ keptBack: [cart] })));
    expect(text).toMatch(/suppressed: cart followed by order.*First: lines 3, 7.*1,200/s);
    const places = ['line 3 of a.csv', 'line 1 of b.csv'];
    expect(textOf(renderReport(aReport({ keptBack: [{ ...cart, places }] })))).toContain(
      'First: line 3 of a.csv; line 1 of b.csv',
    );
  });

  it('shows rows without an outcome', () => {
    expect(textOf(renderReport(aReport({ state: 'failed', unfinished: 2 })))).toMatch(
      /no outcome yet [\w ]+2/,
    );
  });

  it('shows an import whose file could not be read', () => {
    const outcomes = { ...aReport().outcomes, delivered: 0, rejected: 0 };
    const html = renderReport(aReport({ state: 'failed', rows: 0, outcomes, rejects: [], events: [] }));
    expect(html).toContain('Nothing was sent');
    expect(html).not.toContain('NaN');
  });

  it.each(Object.keys(REJECTS))('explains %s', (code) => {
    expect(renderReport(aReport({ rejects: [{ code, rows: 1 }] }))).toContain(`<code>${code}</code>`);
  });

  it("says how to fix a column with the feed's line for it", () => {
    const rejects = [
      { code: 'not_a_number', rows: 1, examples: [{ line: 8, column: 'Total', shape: 'aaa' }] },
    ];
    expect(textOf(renderReport(aReport({ rejects })))).toContain('columns: { "Total": { type: "money" } }');
  });

  it('counts declined further events, if there are any', () => {
    expect(renderReport(aReport({ refusedFurther: 2 }))).toMatch(/2 further events, .*rejects\.csv/);
    expect(renderReport(aReport())).not.toContain('further');
  });

  it('shows the lines of the first rejected rows, and the form of their cells', () => {
    const examples = [
      { line: 8, column: 'when', shape: '99/99/9999' },
      { line: 1_200, file: 'b.csv', column: 'when', shape: '' },
    ];
    const text = textOf(renderReport(aReport({ rejects: [{ code: 'invalid_time', examples }] })));
    expect(text).toContain('line 8, column “when”: looks like 99/99/9999');
    expect(text).toContain('line 1,200 of b.csv, column “when”: empty');
  });

  it('says when events happened, in which time zone, and how precise their times are', () => {
    const text = textOf(renderReport(aReport({ eventTimes: someTimes({ zone: 'America/New_York' }) })));
    expect(text).toContain('Times are in the zone America/New_York. The first chart counts events by hour');
    expect(text).toContain('Precision: 2 at a full hour, 5 exact to the second.');
    expect(text).toContain('order_placed72026-01-01 09:002026-01-01 09:0009:00');
  });

  it('draws few bars if an event is much older than the others', () => {
    const today = someTimes({});
    const [named = { name: '', steps: {}, hours: [] }] = today.names;
    const long = { ...named, steps: { ...named.steps, [Date.UTC(2001, 0, 1) / 1000]: 1 } };
    const html = renderReport(aReport({ eventTimes: { ...today, names: [long] } }));
    expect(html).toContain('counts events by 52 weeks');
    expect(html).not.toMatch(/NaN|Infinity/);
  });

  it('shows how full the columns are, how rows identify people, when duplicates were delivered and how long the import took', () => {
    const text = textOf(
      renderReport(
        aReport({
          columns: [
            {
              name: 'price',
              filled: 5,
              longestBytes: 6,
              types: [
                { type: 'decimal', rows: 4 },
                { type: 'leading_zero', rows: 1 },
              ],
            },
          ],
          identifiers: [{ use: 'id+email', rows: 10 }],
          duplicates: [{ age: 'under_7_days', rows: 3 }],
          retries: 2,
          stages: [{ state: 'forwarding', seconds: 3.5 }],
        }),
      ),
    );
    for (const shown of [
      'price decimal 80.0 %, leading zero 20.0 %6 bytes50.0 %',
      'id and email10100 %',
      '1 to 7 days before3100 %',
      'Rows delivered per second2',
      'Forwarding3.5 s',
    ])
      expect(text).toContain(shown);
  });
});
