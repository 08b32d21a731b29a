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
  it('is off unless a feed states it', () => {
    expect(FeedSchema.parse(shopifyOrders)).not.toHaveProperty('rollUp');
  });

  it('may be that of a backfill and of a nightly feed, called alike', () => {
    const nightly = { ...shopifyOrders, rollUp };
    expect(mistakes({ nightly, backfill: { ...nightly, mode: 'backfill' } })).toEqual([]);
    expect(
      mistakes({ nightly, backfill: { ...nightly, rollUp: { ...rollUp, names: { count: 'orders' } } } }),
    ).toEqual([
      ['backfill', 'counts "order_placed" as feed "nightly" does, and calls an attribute otherwise'],
    ]);
  });

  it('shares no attribute with that of another event', () => {
    const other = { ...shopifyOrders, rollUp: { ...rollUp, event: 'order_refunded' } };
    expect(mistakes({ orders: { ...shopifyOrders, rollUp }, other })).toEqual([
      ['other', 'has an attribute of the roll-up of feed "orders", which counts "order_placed"'],
    ]);
  });

  it.each([{ sum: 'email' }, { sum: 'unsubscribed' }, { first: 'orders.first' }, { first: 'x', last: 'x' }])(
    'takes no names such as %j',
    (names) => {
      expect(mistakes({ orders: { ...shopifyOrders, rollUp: { ...rollUp, names } } })).toHaveLength(1);
    },
  );
});
