import { describe, expect, it } from '@jest/globals';
import { leads } from '../../../../lambdas/domain/presets/leads.ts';
import { people } from '../../../../lambdas/domain/presets/people.ts';
import { expectGolden, fixture } from '../../../builders/golden.ts';
import { mapFile } from '../../../builders/map-file.ts';

describe('people', () => {
  it('reads ids as text, times in every clear form, and consent as true or false', () => {
    expectGolden('people/people.csv', people);
  });

  it('reads the upper case names of Snowflake', () => {
    expectGolden('people/snowflake-upper-case.csv', people);
  });

  it.each(['shopify-products/products_export.csv'])('refuses %s, which has no people', (path) => {
    expect(() => mapFile(people, fixture(path))).toThrow(expect.objectContaining({ code: 'missing_column' }));
  });
});

describe('leads', () => {
  it('reads a list of leads with emails, even if other columns are missing', () => {
    expectGolden('leads/leads.csv', leads);
  });
});
