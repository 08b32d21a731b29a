import { describe, expect, it } from '@jest/globals';
import type { FeedInput } from '../../../../lambdas/contracts/feed/feed.ts';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import { shopifyOrders } from '../../../../lambdas/domain/presets/shopify-orders.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

/** For a workspace with phone numbers as identifiers. */
const WITH_PHONE: FeedInput = {
  ...shopifyOrders,
  identifiers: [...shopifyOrders.identifiers, { as: 'phone', columns: ['Phone', 'Billing Phone'] }],
};

const nameOf = (item: unknown) => (item as { attributes: { order_name: string } }).attributes.order_name;

describe('shopifyOrders', () => {
  it('reads a current export: line items, notes with several lines, two offsets in one file, refunds, a cancellation', () => {
    expectGolden('shopify-orders/current-79.csv', shopifyOrders);
  });

  it('reads an export of 2021: newest first, names without #, line items without columns of the order', () => {
    expectGolden('shopify-orders/2021-75-newest-first.csv', shopifyOrders);
  });

  it('reads a currency without decimals, and an order that is not paid', () => {
    expectGolden('shopify-orders/zero-decimal.csv', shopifyOrders);
  });

  it('rejects every row of an order without an email', () => {
    expectGolden('shopify-orders/without-email.csv', shopifyOrders);
  });

  it('finds the person by phone number if the feed has phone as an identifier', () => {
    expectGolden('shopify-orders/without-email.csv', WITH_PHONE, 'shopify-orders/without-email.phone');
  });

  it('rejects rows of an order that are not adjacent, and separates two orders with one name', () => {
    expectGolden('shopify-orders/not-adjacent.csv', shopifyOrders);
  });

  it('reads a file that Excel saved: BOM, CRLF, amounts without zeros, TRUE and FALSE', () => {
    expectGolden('shopify-orders/excel.csv', shopifyOrders);
  });

  it('rejects orders whose ids Excel changed to 5.6E+12', () => {
    expectGolden('shopify-orders/excel-damaged-ids.csv', shopifyOrders);
  });

  it('sends a cancellation and a refund once, when a later export first has them', () => {
    const seen = new Set<string>();
    const isNew = (file: string) => {
      const { operations } = mapFile(shopifyOrders, fixture(`shopify-orders/${file}.csv`));
      const news = arrange(operations)
        .persons.flat()
        .filter(({ meta }) => !seen.has(meta.key));
      for (const { meta } of news) seen.add(meta.key);
      return news.map(({ item }) => JSON.parse(item)).map((item) => [item.name, nameOf(item)]);
    };
    expect(isNew('later-monday')).toEqual([
      ['order_placed', '#6001'],
      ['order_placed', '#6002'],
    ]);
    expect(isNew('later-monday')).toEqual([]);
    expect(isNew('later-friday')).toEqual([
      ['order_cancelled', '#6001'],
      ['order_refunded', '#6002'],
      ['order_placed', '#6003'],
    ]);
    expect(isNew('later-friday')).toEqual([]);
    // Another refund is a new event. The first one is not sent again.
    expect(isNew('later-sunday')).toEqual([['order_refunded', '#6002']]);
  });

  it('gives an event in a later export the same id', () => {
    const ids = (file: string) =>
      mapFile(shopifyOrders, fixture(`shopify-orders/${file}.csv`)).items.map(
        (item) => 'id' in item && item.id,
      );
    expect(ids('later-friday')).toEqual(expect.arrayContaining(ids('later-monday')));
    expect(new Set(ids('later-friday')).size).toBe(5);
  });

  it('rejects all rows of a checkouts export', () => {
    const { items, rejects, rows } = mapFile(shopifyOrders, fixture('shopify-checkouts/checkouts-70.csv'));
    expect(items).toEqual([]);
    expect(rejects).toHaveLength(rows);
    expect(rejects[0]).toMatchObject({ code: 'required_column_blank', column: 'Financial Status' });
  });

  it.each([
    ['shopify-products/products_export.csv', 'the column "Email"'],
    ['shopify-customers/current-20.csv', 'the column "Created at"'],
  ])('refuses %s that was dropped by mistake', (path, lacks) => {
    expect(() => mapFile(shopifyOrders, fixture(path))).toThrow(
      expect.objectContaining({
        code: 'missing_column',
        message: expect.stringContaining(`The file lacks ${lacks}.`),
      }),
    );
  });
});
