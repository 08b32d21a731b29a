import { describe, expect, it } from '@jest/globals';
import { shopifyCustomers } from '../../../../lambdas/domain/presets/shopify-customers.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('shopifyCustomers', () => {
  it.each([
    ['of today with 20 columns', 'current-20'],
    ['of 2023, with 21 columns', '2023-21'],
    ['of 2018, with 19 columns', '2018-19'],
    ['with metafields of the store, under their own names', 'metafields-23'],
  ])('reads an export %s', (_, name) => {
    expectGolden(`shopify-customers/${name}.csv`, shopifyCustomers);
  });

  it('sends the three forms under the same names', () => {
    const names = (name: string) => {
      const [item] = mapFile(shopifyCustomers, fixture(`shopify-customers/${name}.csv`)).items;
      return Object.keys(item && 'attributes' in item ? item.attributes : {});
    };
    for (const name of ['current-20', '2023-21', '2018-19'])
      expect(names(name)).toEqual(
        expect.arrayContaining([
          'first_name',
          'last_name',
          'address',
          'phone',
          'total_spent',
          'total_orders',
          'tax_exempt',
        ]),
      );
  });

  it.each([
    ['shopify-orders/current-79.csv', 'First Name'],
    ['shopify-checkouts/checkouts-70.csv', 'First Name'],
    ['shopify-products/products_export.csv', 'Email'],
  ])('refuses %s that was dropped by mistake', (path, column) => {
    expect(() => mapFile(shopifyCustomers, fixture(path))).toThrow(
      expect.objectContaining({
        code: 'missing_column',
        message: expect.stringContaining(`lacks the column "${column}"`),
      }),
    );
  });
});
