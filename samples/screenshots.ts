// `npm run screenshots`: takes the screenshots for the docs, of reports and of the page of imports. The embedded engine
// imports their files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { importFile } from '../cli/local/import-file.ts';
import { startLocalCloud } from '../cli/local/local-cloud.ts';
import { startImportsServer } from '../cli/serve/imports-server.ts';
import { connectToEngine } from '../cli/target/connect-to-engine.ts';
import { feeds } from '../feeds.config.ts';
import { renderReport } from '../lambdas/domain/page/report-page.ts';
import { findChromium, launchChromium } from '../local/browser/chromium.ts';

const OUT = new URL('../docs/screenshots/', import.meta.url);
const ROWS = 1_200;

const WIDE = { width: 1000 };

/** In this order, because `again-dark` repeats the rows that `rejects` has delivered. */
const PICTURES = [
  { name: 'rejects', feed: 'events', csv: visits((n) => n % 60 === 0), look: WIDE },
  { name: 'rejects-phone', feed: 'events', csv: visits((n) => n % 50 === 0), look: { width: 390 } },
  { name: 'again-dark', feed: 'events', csv: visits((n) => n % 60 === 0), look: { ...WIDE, dark: true } },
  { name: 'dry-run', feed: 'events', csv: visits(() => false, 'new-'), dryRun: true, look: WIDE },
  { name: 'held', feed: 'events', csv: visits((n) => n % 3 > 0, 'held-'), look: WIDE },
  { name: 'orders', feed: 'shopify-orders', csv: orders(), look: WIDE },
] as const;

const chromium = findChromium();
if (chromium === undefined)
  throw new Error('Chromium is not installed. Run apt-get install -y chromium, or set CHROMIUM to its path.');
mkdirSync(OUT, { recursive: true });
const store = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
const cloud = await startLocalCloud(store, () => undefined);
const browser = await launchChromium(chromium);
try {
  for (const { name, feed, csv, look, ...options } of PICTURES) {
    const path = join(store, `${name}.csv`);
    writeFileSync(path, csv);
    const report = await importFile(cloud, { path, feed, dryRun: 'dryRun' in options });
    await picture(browser, name, (page) => page.setContent(renderReport(report)), look);
  }
  await pictureOfImports(browser);
} finally {
  await browser.close();
  await cloud.close();
  rmSync(store, { recursive: true, force: true });
}

async function picture(
  browser: Browser,
  name: string,
  show: (page: Page) => Promise<unknown>,
  { width, dark = false }: { readonly width: number; readonly dark?: boolean },
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width, height: 1_250 },
    colorScheme: dark ? 'dark' : 'light',
  });
  await show(page);
  await page.screenshot({ path: new URL(`${name}.png`, OUT).pathname });
  await page.close();
}

/** The page of `npm start -- --serve`. */
async function pictureOfImports(browser: Browser): Promise<void> {
  const target = connectToEngine(store, cloud.address);
  const server = await startImportsServer({ target, feeds: Object.keys(feeds.feeds) });
  try {
    await picture(browser, 'imports', (page) => page.goto(server.url), WIDE);
  } finally {
    await server.close();
    await target.close();
  }
}

/** Visits of ten days, most of them in the evening; some have no identifier. */
function visits(isAnonymous: (n: number) => boolean, prefix = ''): string {
  const lines = Array.from({ length: ROWS }, (_, n) => {
    const hour = 14 + ((n * 7) % 5) + ((n * 3) % 4);
    const at = new Date(Date.now() - (1 + (n % 10)) * 86_400_000);
    at.setUTCHours(hour, (n * 13) % 60, (n * 29) % 60, 0);
    const name = n % 9 === 0 ? 'order_placed' : n % 4 === 0 ? 'cart_updated' : 'product_viewed';
    const person = isAnonymous(n) ? '' : `cust-${n % 300}`;
    return `${prefix}evt-${n},${name},${at.toISOString()},${person},${n % 5 === 0 ? '' : 'Walnut desk'}`;
  });
  return ['event_id,event_name,timestamp,customer_id,product', ...lines, ''].join('\n');
}

/** Ten days of orders as Shopify exports them. Every second order has two products, and a few are cancelled. */
function orders(): string {
  const header =
    'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Id';
  const lines = Array.from({ length: ROWS / 2 }, (_, n) => {
    const at = new Date(Date.now() - (1 + (n % 7) + (n % 4)) * 86_400_000);
    at.setUTCHours(13 + ((n * 7) % 6) + ((n * 3) % 4), (n * 13) % 60, (n * 29) % 60, 0);
    const [name, email] = [`#${1001 + n}`, `cust-${n % 240}@example.com`];
    const created = shopifyTime(at);
    const cancelled = n % 41 === 0 ? shopifyTime(new Date(at.getTime() + 3_600_000)) : '';
    const price = n % 2 === 0 ? '349.00' : '388.00';
    const head = `${name},${email},paid,${created},USD,${price},0.00,0.00,${price},${created},1,Walnut desk,349.00,DESK-1,${cancelled},0.00,${5_600_000_000_000 + n}`;
    const more = `${name},${email},,,,,,,,${created},1,Brass lamp,39.00,LAMP-1,,,`;
    return n % 2 === 0 ? head : `${head}\n${more}`;
  });
  return [header, ...lines, ''].join('\n');
}

/** `2025-11-03 14:05:09 +0000` */
function shopifyTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} +0000`;
}
