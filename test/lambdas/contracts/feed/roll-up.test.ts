import { describe, expect, it } from '@jest/globals';
import { FeedSchema, FeedsSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';

const rollUp = { event: 'order_placed', value: 'total' };
const mistakes = (feeds: object) =>
  FeedsSchema.safeParse({ workspace: 'main', feeds }).error?.issues.map(({ path, message }) => [
    path[1],
    message,
  ]) ?? [];

describe('rollUp', () => {
  it('is off by default', () => {
    expect(FeedSchema.parse(shopifyOrders)).not.toHaveProperty('rollUp');
  });

  it('can be in a backfill and in a nightly feed, with the same names', () => {
    const nightly = { ...shopifyOrders, rollUp };
    expect(mistakes({ nightly, backfill: { ...nightly, mode: 'backfill' } })).toEqual([]);
    expect(
      mistakes({ nightly, backfill: { ...nightly, rollUp: { ...rollUp, names: { count: 'orders' } } } }),
    ).toEqual([
      [
        'backfill',
        'counts "order_placed" like feed "nightly", but has other names. Use the same names in both feeds',
      ],
    ]);
  });

  it('needs other names than the roll-up of another event', () => {
    const other = { ...shopifyOrders, rollUp: { ...rollUp, event: 'order_refunded' } };
    expect(mistakes({ orders: { ...shopifyOrders, rollUp }, other })).toEqual([
      ['other', 'has a name of feed "orders", which counts "order_placed". Use other names'],
    ]);
  });

  it.each([{ sum: 'email' }, { sum: 'unsubscribed' }, { first: 'orders.first' }, { first: 'x', last: 'x' }])(
    'refuses the names %j',
    (names) => {
      expect(mistakes({ orders: { ...shopifyOrders, rollUp: { ...rollUp, names } } })).toHaveLength(1);
    },
  );
});
