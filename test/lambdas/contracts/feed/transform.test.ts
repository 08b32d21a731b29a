import { describe, expect, it } from '@jest/globals';
import { type FeedInput, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { withAdded } from '../../../../lambdas/contracts/feed/transform.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';
import { defineFeeds } from '../../../../lib/define-feeds.ts';

const run = (row: Readonly<Record<string, string>>) => row;
const define = (feed: object, transform: unknown) =>
  defineFeeds({ workspace: 'main', feeds: { feed: { ...feed, transform } as FeedInput } });

describe('transform in feeds.config.ts', () => {
  it.each<[string, object, unknown, RegExp]>([
    ['without a function', people, { adds: ['a'] }, /transform\.run: is missing/],
    ['with a text', people, { run: './transform.ts' }, /transform\.run: is not a function/],
    ['with an async function', people, { run: async () => null }, /transform\.run: is async or a generator/],
    ['with a generator', people, { run: function* () {} }, /transform\.run: is async or a generator/],
    ['with an unknown option', people, { run, add: [] }, /there is no option "add"; did you mean "adds"/],
    ['that adds a column twice', people, { run, adds: ['a', 'a'] }, /transform\.adds\.1: names "a" twice/],
    [
      'that adds a column of rejects.csv',
      people,
      { run, adds: ['_reject_line'] },
      /a column of rejects\.csv/,
    ],
    ['that adds a column with a space at its end', people, { run, adds: ['a '] }, /ends with a space/],
    [
      'that adds a column of file.columns',
      { ...people, file: { columns: ['id', 'a'] } },
      { run, adds: ['a'] },
      /which file\.columns has already/,
    ],
    ['that adds the column of groups', shopifyOrders, { run, adds: ['Name'] }, /which groups the rows/],
  ])('is a mistake %s', (_, feed, transform, message) => {
    expect(() => define(feed, transform)).toThrow(message);
  });

  it('is accepted as a function, and as what synth makes of it', () => {
    expect(define(people, { run }).feeds.feed?.transform).toEqual({ adds: [], run });
    const bundled = { adds: ['a'], run: { digest: 'x' } };
    const feeds = { workspace: 'main', feeds: { feed: { ...people, transform: bundled } } };
    expect(FeedsSchema.parse(JSON.parse(JSON.stringify(feeds))).feeds.feed?.transform).toEqual(bundled);
  });
});

describe('withAdded', () => {
  it('puts the added columns behind those of the file', () => {
    expect(withAdded({ transform: { adds: ['c'], run } }, ['a', 'b'])).toEqual(['a', 'b', 'c']);
  });

  it('returns the same header without a transform', () => {
    const header = ['a', 'b'];
    expect(withAdded({}, header)).toBe(header);
  });
});
