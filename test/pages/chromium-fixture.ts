// A browser for a test file. If none is installed, the tests are skipped with a warning.
import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { findChromium, launchChromium } from '../../local/browser/chromium.ts';

const PATH = findChromium();
if (PATH === undefined)
  console.warn('Skipped: Chromium is not installed. Run apt-get install -y chromium, or set CHROMIUM.');

export const describeInChromium = PATH === undefined ? describe.skip : describe;

/** A page, with its network requests and its console messages. */
export interface OpenPage {
  readonly page: Page;
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

export interface Look {
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}

export interface ChromiumFixture {
  /** Opens markup like a local file. It is closed with the browser. */
  readonly show: (markup: string, look?: Look) => Promise<OpenPage>;
  readonly open: (url: string, look?: Look) => Promise<OpenPage>;
}

/** Registers the hooks that start and close the browser. */
export function chromiumFixture(): ChromiumFixture {
  let browser: Browser;
  beforeAll(async () => {
    if (PATH !== undefined) browser = await launchChromium(PATH);
  });
  afterAll(async () => browser?.close());

  const blank = async ({ colorScheme = 'light', width = 1100 }: Look = {}) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
    // The time of a hang, not of a slow machine.
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    return { page, requests, complaints };
  };
  return {
    show: async (markup, look) => {
      const opened = await blank(look);
      await opened.page.setContent(markup);
      return opened;
    },
    open: async (url, look) => {
      const opened = await blank(look);
      await opened.page.goto(url);
      return opened;
    },
  };
}
