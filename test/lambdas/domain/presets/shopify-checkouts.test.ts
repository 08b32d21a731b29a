import { describe, expect, it } from '@jest/globals';
import { shopifyCheckouts } from '../../../../lambdas/domain/presets/shopify-checkouts.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('shopifyCheckouts', () => {
  it('makes one checkout_started from the rows of a cart', () => {
    expectGolden('shopify-checkouts/checkouts-70.csv', shopifyCheckouts);
  });

  it.each(['current-79', '2021-75-newest-first', 'zero-decimal', 'excel'])(
    'refuses an orders export (%s), so that no buyer gets a cart reminder',
    (name) => {
      expect(() => mapFile(shopifyCheckouts, fixture(`shopify-orders/${name}.csv`))).toThrow(
        expect.objectContaining({
          code: 'wrong_file',
          message: expect.stringContaining('"Outstanding Balance", which only files of another kind have'),
        }),
      );
    },
  );

  it('refuses a products export', () => {
    expect(() => mapFile(shopifyCheckouts, fixture('shopify-products/products_export.csv'))).toThrow(
      expect.objectContaining({ code: 'missing_column' }),
    );
  });
});
