// `npm run screenshots`: pictures of reports for the docs, of files that went through the embedded pipeline.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { importFile } from '../cli/import-file.ts';
import { startLocalCloud } from '../cli/local-cloud.ts';
import { renderReport } from '../lambdas/domain/report/page.ts';
import { findChromium, launchChromium } from '../local/browser/chromium.ts';

const OUT = new URL('../docs/screenshots/', import.meta.url);
const ROWS = 1_200;

const PICTURES = [
  { name: 'rejects', csv: visits((n) => n % 60 === 0), dryRun: false, look: { width: 1000 } },
  { name: 'rejects-phone', csv: visits((n) => n % 50 === 0), dryRun: false, look: { width: 390 } },
  { name: 'again-dark', csv: visits((n) => n % 60 === 0), dryRun: false, look: { width: 1000, dark: true } },
  { name: 'dry-run', csv: visits(() => false, 'new-'), dryRun: true, look: { width: 1000 } },
] as const;

const chromium = findChromium();
if (chromium === undefined)
  throw new Error('No Chromium here: apt-get install -y chromium, or set CHROMIUM.');
mkdirSync(OUT, { recursive: true });
const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
const cloud = await startLocalCloud(store, () => undefined);
const browser = await launchChromium(chromium);
try {
  for (const { name, csv, dryRun, look } of PICTURES) {
    const path = join(store, `${name}.csv`);
    writeFileSync(path, csv);
    await picture(browser, name, renderReport(await importFile(cloud, path, 'events', dryRun)), look);
  }
} finally {
  await browser.close();
  await cloud.close();
  rmSync(store, { recursive: true, force: true });
}

async function picture(
  browser: Browser,
  name: string,
  markup: string,
  { width, dark = false }: { readonly width: number; readonly dark?: boolean },
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: 1_250 },
    colorScheme: dark ? 'dark' : 'light',
  });
  await page.setContent(markup);
  await page.screenshot({ path: new URL(`${name}.png`, OUT).pathname });
  await page.close();
}

/** Visits of ten days, most in the evening; some without whom they are about. */
function visits(isNobody: (n: number) => boolean, prefix = ''): string {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const hour = 14 + ((n * 7) % 5) + ((n * 3) % 4);
    const at = new Date(Date.now() - (1 + (n % 10)) * 86_400_000);
    at.setUTCHours(hour, (n * 13) % 60, (n * 29) % 60, 0);
    const name = n % 9 === 0 ? 'order_placed' : n % 4 === 0 ? 'cart_updated' : 'product_viewed';
    const person = isNobody(n) ? '' : `cust-${n % 300}`;
    return `${prefix}evt-${n},${name},${at.toISOString()},${person},${n % 5 === 0 ? '' : 'Walnut desk'}`;
  });
  return ['event_id,event_name,timestamp,customer_id,product', ...lines, ''].join('\n');
}
