import { expect, it } from '@jest/globals';
import type { Report } from '../../lambdas/contracts/report.ts';
import { renderReport } from '../../lambdas/domain/page/report-page.ts';
import { aReport } from '../builders/report.ts';
import { seriousIssues } from './accessibility.ts';
import { chromiumFixture, describeInChromium } from './chromium-fixture.ts';

const LONG = 'a-name-without-any-place-to-break-it-'.repeat(5);
const { outcomes } = aReport();

const REPORTS: Readonly<Record<string, Report>> = {
  completed: aReport({
    rows: 1_234_567,
    outcomes: { ...outcomes, delivered: 1_234_500, rejected: 60, held: 3, suppressed: 2, expired: 2 },
    wouldTrigger: 12,
    findings: [
      {
        code: 'rounded_to_hour',
        severity: 'warning',
        message: 'Times are rounded.',
        rows: 9,
        share: 1,
        lines: [2],
      },
      { code: 'email_only', severity: 'notice', message: 'E-mail only.', rows: 9, share: 1, lines: [] },
    ],
    notices: [{ column: 'Source', message: 'is empty.' }],
    columns: [
      { name: 'price', filled: 600_000, types: [{ type: 'decimal', rows: 600_000 }], longestBytes: 6 },
      { name: LONG, filled: 0, types: [], longestBytes: 0 },
    ],
    identifiers: [{ use: 'id+email', rows: 1_234_567 }],
    duplicates: [{ age: 'older', rows: 3 }],
    stages: [{ state: 'forwarding', seconds: 33 }],
    eventTimes: {
      zone: 'Europe/Berlin',
      arrival: 1_762_190_000,
      stepSeconds: 3_600,
      names: ['order_placed', LONG].map((name) => ({
        name,
        steps: { 1762100000: 4, 1762185600: 9 },
        hours: Array(24).fill(1),
      })),
      others: { steps: {}, hours: Array(24).fill(0) },
      round: { midnight: 1, hour: 2, minute: 3 },
    },
  }),
  held: aReport({ state: 'held', reason: { code: 'too_many_rejects', message: 'Fix it.' } }),
  'failed, with long names': aReport({
    importId: LONG,
    feed: LONG,
    state: 'failed',
    reason: { code: LONG, message: LONG },
    unfinished: 3,
    file: { bucket: LONG, key: `incoming/${LONG}/${LONG}`, bytes: 1 },
    events: [{ name: LONG, rows: 1 }],
    notices: [{ column: LONG, message: LONG }],
  }),
};

describeInChromium('the report in a browser', () => {
  const chromium = chromiumFixture();

  it.each(Object.entries(REPORTS))('of an import that is %s makes no request', async (_, report) => {
    const { page, requests, complaints } = await chromium.show(renderReport(report));
    expect(await page.locator('h1').count()).toBe(1);
    expect(requests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each(
    Object.entries(REPORTS).flatMap(([name, report]) =>
      (['light', 'dark'] as const).map((scheme) => [name, scheme, report] as const),
    ),
  )(
    'of an import that is %s has no serious accessibility issue in the %s scheme',
    async (_, colorScheme, report) => {
      const { page } = await chromium.show(renderReport(report), { colorScheme });
      expect(await seriousIssues(page)).toEqual([]);
    },
  );

  it.each(Object.entries(REPORTS))('of an import that is %s fits a phone screen', async (_, report) => {
    const { page } = await chromium.show(renderReport(report), { width: 390 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });

  it('is dark if the reader prefers dark, but never in print', async () => {
    const background = 'getComputedStyle(document.body).backgroundColor';
    const { page } = await chromium.show(renderReport(aReport()), { colorScheme: 'dark' });
    expect(await page.evaluate(background)).toBe('rgb(20, 21, 23)');
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
  });

  it('applies only its own styles', async () => {
    const foreign = renderReport(aReport()).replace('<main>', '<main style="color:rgb(1, 2, 3)">');
    const { page, complaints } = await chromium.show(foreign);
    expect(await page.evaluate('getComputedStyle(document.querySelector("main")).color')).not.toBe(
      'rgb(1, 2, 3)',
    );
    expect(complaints).toHaveLength(1);
  });

  it('draws a bar of the outcomes whose parts fill it, and the smallest part is visible', async () => {
    const { page } = await chromium.show(renderReport(REPORTS.completed ?? aReport()));
    const widths = (await page.evaluate(
      '[...document.querySelectorAll(".bar rect")].map((rect) => rect.getBoundingClientRect().width)',
    )) as number[];
    const whole = (await page.evaluate(
      'document.querySelector(".bar").getBoundingClientRect().width',
    )) as number;
    expect(widths).toHaveLength(5);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(whole, 0);
    expect(Math.min(...widths)).toBeGreaterThan(3);
  });
});
