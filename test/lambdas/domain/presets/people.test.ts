import { describe, expect, it } from '@jest/globals';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('people', () => {
  it('reads ids as the texts they are, times of every clear form, and consent without a doubt', () => {
    expectGolden('people/people.csv', people);
  });

  it('knows the upper case names of Snowflake', () => {
    expectGolden('people/snowflake-upper-case.csv', people);
  });

  it.each(['shopify-products/products_export.csv'])('refuses %s, which is about nobody', (path) => {
    expect(() => mapFile(people, fixture(path))).toThrow(expect.objectContaining({ code: 'missing_column' }));
  });
});

describe('leads', () => {
  it('reads the list of a fair: known by e-mail, whatever else is missing', () => {
    expectGolden('leads/leads.csv', leads);
  });
});
