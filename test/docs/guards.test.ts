// Runs the examples of docs/guards.md, and compares what it quotes from reports.
import { describe, expect, it } from '@jest/globals';
import { DETECTORS } from '../../lambdas/domain/findings/table.ts';
import { shopifyCheckouts } from '../../lambdas/domain/presets/shopify-checkouts.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from '../../lib/define-feeds.ts';
import { configOf, examplesOf, readPage } from './feed-examples.ts';
import { expectImported } from './run-example.ts';

const PAGE = readPage('guards.md');
const EXAMPLES = examplesOf(PAGE);

describe('docs/guards.md', () => {
  it.each(EXAMPLES.map((example) => [example.line, example] as const))(
    'is right at line %d',
    (_, example) => {
      const outcomes = example.files.map((file) => file.outcomes.length);
      expect(outcomes).not.toEqual([]);
      expect(outcomes).not.toContain(0);
      return expectImported(example);
    },
  );

  it('runs every feed that it shows', () => {
    expect(PAGE.match(/^```ts /gm)).toHaveLength(EXAMPLES.length);
  });

  it('suppresses carts as the preset does', () => {
    const feeds = EXAMPLES.flatMap((example) => Object.values(defineFeeds(configOf(example)).feeds));
    const presets = { orders: shopifyOrders, carts: shopifyCheckouts };
    const preset = defineFeeds({ workspace: 'main', feeds: presets }).feeds.carts;
    expect(feeds.filter(({ kind }) => kind === 'events')).toContainEqual(preset);
  });

  it.each([
    ['reaches_far_back', 'warning'],
    ['not_fresh', 'warning'],
    ['did_not_wait', 'warning'],
    ['read_back_same', 'notice'],
    ['read_back_differs', 'warning'],
    ['read_back_missing', 'warning'],
    ['read_back_incomplete', 'warning'],
  ] as const)('describes %s, which is a %s', (code, severity) => {
    expect(PAGE).toContain(`\`${code}\``);
    expect(DETECTORS[code].severity).toBe(severity);
  });
});
