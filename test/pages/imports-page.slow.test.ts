import { expect, it } from '@jest/globals';
import { renderImports, summaryOf } from '../../lambdas/domain/page/imports-page.ts';
import { aReport } from '../builders/report.ts';
import { seriousIssues } from './accessibility.ts';
import { chromiumFixture, describeInChromium } from './chromium-fixture.ts';

const LONG = 'a-name-without-any-place-to-break-it-'.repeat(5);
const PAGE = renderImports(
  [
    aReport({ state: 'failed', file: { bucket: 'b', key: `incoming/orders/${LONG}`, bytes: 1 } }),
    aReport({ state: 'held' }),
    aReport({ rejects: [] }),
  ].map(summaryOf),
);

describeInChromium('the page of imports in a browser', () => {
  const chromium = chromiumFixture();

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility issue in the %s scheme, and makes no request',
    async (colorScheme) => {
      const { page, requests, complaints } = await chromium.show(PAGE, { colorScheme });
      expect(await seriousIssues(page)).toEqual([]);
      expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    },
  );

  it('fits a phone screen', async () => {
    const { page } = await chromium.show(PAGE, { width: 390 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});
