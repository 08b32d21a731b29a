// docs/guards.md shows feeds that are right, and quotes what the report says.
import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { type EventsFeed, FeedSchema } from '../../lambdas/contracts/feed.ts';
import { judgeAge } from '../../lambdas/domain/guards/age.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyCustomers } from '../../lambdas/domain/presets/shopify-customers.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { DETECTORS } from '../../lambdas/domain/review/detectors/table.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';

const PAGE = readFileSync(new URL('../../docs/guards.md', import.meta.url), 'utf8');
const PRESETS = { people, shopifyCheckouts, shopifyOrders };
const FEEDS = [...PAGE.matchAll(/^```ts feed\n(.*?)^```$/gms)].map(([, code = '']) =>
  FeedSchema.parse(new Function(...Object.keys(PRESETS), `return (${code});`)(...Object.values(PRESETS))),
);

it('shows feeds that are right, the one that suppresses carts as its preset has it', () => {
  expect(FEEDS).toHaveLength(9);
  expect(FEEDS).toContainEqual(FeedSchema.parse(shopifyCheckouts));
});

it('shows a config that is right', () => {
  const [, code = ''] = /^```ts config\n(.*?)^```$/ms.exec(PAGE) ?? [];
  const presets = { ...PRESETS, shopifyCustomers };
  const config = new Function(...Object.keys(presets), `return (${code});`)(...Object.values(presets));
  expect(Object.keys(defineFeeds(config).feeds)).toEqual([
    'shopify-customers',
    'shopify-orders',
    'shopify-checkouts',
  ]);
});

it('quotes why rows are kept back', () => {
  const dated = FEEDS.filter((feed): feed is EventsFeed => feed.kind === 'events');
  const year = 365 * 86_400;
  const reasons = dated.flatMap((feed) => [judgeAge([0], feed, year), judgeAge([year], feed, year)]);
  const said = new Set(reasons.flatMap((kept) => kept?.reason ?? []));
  expect(said.size).toBe(2);
  for (const reason of said) expect(PAGE).toContain(`\`${reason}\``);
  for (const code of ['reaches_far_back', 'not_fresh'] as const) {
    expect(DETECTORS[code].severity).toBe('warning');
    expect(PAGE).toContain(`\`${code}\``);
  }
});
