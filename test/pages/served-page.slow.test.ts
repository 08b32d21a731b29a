// The page of `npm start -- --serve` in a browser, on an embedded engine.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ImportsServer, startImportsServer } from '../../cli/serve/imports-server.ts';
import { connectToEngine } from '../../cli/target/connect-to-engine.ts';
import type { Target } from '../../cli/target/target.ts';
import { feeds } from '../../feeds.config.ts';
import type { EmbeddedCloud } from '../../local/engine/embedded-cloud.ts';
import { type TestEngine, useWorkerEngine } from '../engine/test-engine.ts';
import { csv } from '../integration/csv.ts';
import { seriousIssues } from './accessibility.ts';
import { chromiumFixture, describeInChromium } from './chromium-fixture.ts';

const LONG = `${'a-name-without-any-place-to-break-it-'.repeat(5)}.csv`;

describeInChromium('the served page of imports in a browser', () => {
  const chromium = chromiumFixture();
  let engine: TestEngine;
  let cloud: EmbeddedCloud;
  let target: Target;
  let server: ImportsServer;
  beforeAll(async () => {
    engine = await useWorkerEngine();
    cloud = engine.cloud;
    target = connectToEngine(engine.store, cloud.address);
    server = await startImportsServer({ target, feeds: Object.keys(feeds.feeds) });
  });
  afterAll(async () => {
    await server?.close();
    await target?.close();
    await engine?.close();
  });

  const choose = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

  it('receives a file, shows how its import ends without a reload, and opens the report', async () => {
    const { page, complaints, requests } = await chromium.open(server.url);
    await page.locator('#file').setInputFiles(choose('chosen.csv', csv('id', 'page-1', 'page-2')));
    await page.locator('select').selectOption('people');
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('incoming/people/chosen.csv is in the bucket.').waitFor();
    await page.getByText('2 rows: 2 delivered').waitFor();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);

    await page.getByRole('link', { name: 'chosen.csv' }).click();
    await page.getByRole('heading', { name: 'All 2 rows reached Customer.io.' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('receives a file that is dropped on it after the feed is chosen', async () => {
    const { page } = await chromium.open(server.url);
    const dataTransfer = await page.evaluateHandle(
      "(() => { const data = new DataTransfer(); data.items.add(new File(['id\\npage-5\\n'], 'dropped.csv')); return data; })()",
    );
    await page.dispatchEvent('main', 'drop', { dataTransfer });
    await page.getByText('Choose the feed, then press Import.').waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('link', { name: 'dropped.csv' }).waitFor();
    expect([...cloud.standIn.workspace.people()]).toContainEqual(expect.objectContaining({ id: 'page-5' }));
  });

  it('does not run code in the name of a file', async () => {
    const { page, complaints } = await chromium.open(server.url);
    await page
      .locator('#file')
      .setInputFiles(choose('<img src=x onerror=alert(1)>.csv', csv('id', 'page-3')));
    await page.getByLabel('Dry run').check();
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('link', { name: '<img src=x onerror=alert(1)>.csv' }).waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'has no serious accessibility issue in the %s scheme, and fits a phone screen',
    async (colorScheme) => {
      await cloud.putFile('people', LONG, csv('id', 'page-4'));
      await cloud.idle();
      const { page } = await chromium.open(server.url, { colorScheme, width: 390 });
      await page.getByRole('link', { name: LONG }).first().waitFor();
      expect(await seriousIssues(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    },
  );
});
