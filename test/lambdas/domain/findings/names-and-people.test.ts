import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fragmentationFindings } from '../../../../lambdas/domain/findings/people.ts';
import { ARRIVAL, codes, findingsIn } from './a-file.ts';

describe('names of events', () => {
  it.each([
    {
      names: ['Checkout Started', 'checkout_started', 'checkout-started'],
      because: 'spaces, dashes',
      finds: 1,
    },
    { names: ['orderPlaced', 'OrderPlaced'], because: 'case', finds: 1 },
    { names: ['order_placed', 'order_replaced'], because: 'other words', finds: 0 },
  ])('that differ in $because are $finds finding', ({ names, finds }) => {
    const found = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(codes(found)).toEqual(Array(finds).fill('mixed_event_names'));
  });

  it('are shown, the most frequent as what was meant', () => {
    const names = ['checkout_started', 'Checkout Started', 'checkout_started'];
    const [found] = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(found).toMatchObject({
      severity: 'warning',
      rows: 1,
      lines: [3],
      message: '1 of 3 events are named "Checkout Started", the others "checkout_started" (33.3 %).',
    });
  });
});

describe('names of columns', () => {
  const found = (names: readonly string[], rules = {}) => findingsIn({ header: names, rules });

  it.each([
    [['customer_id', 'first_name', 'Last Name'], 'spaces among underscores', '1 of 3', '"Last Name"'],
    [['FIRST_NAME', 'LAST_NAME', 'city_name'], 'lower case among upper case', '1 of 3', '"city_name"'],
    [['firstName', 'lastName', 'zip_code'], 'underscores among humps', '1 of 3', '"zip_code"'],
    [
      ['First Name', 'Last Name', 'ZipCode', 'city-name'],
      'two other ways',
      '2 of 4',
      '"ZipCode", "city-name"',
    ],
  ])('that are mixed are told: %j, %s', (names, _, count, shown) => {
    const [finding, ...others] = found(names);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'mixed_column_names', severity: 'notice' });
    expect(finding?.message).toContain(count);
    expect(finding?.message).toContain(shown);
  });

  it.each([
    ['one word each', ['id', 'Email', 'PLAN', 'city']],
    ['one name of several words', ['customer_id', 'Email', 'City']],
    ['two names, of which none is the rule', ['customer_id', 'First Name']],
    ['names that begin with an underscore', ['first_name', 'last_name', '_Reject Line']],
    ['digits and abbreviations', ['Tax 1 Name', 'Tax 1 Value', 'Device ID', 'SKU']],
    ['metafields', ['First Name', 'Last Name', 'Loyalty tier (customer.metafields.custom.loyalty_tier)']],
    ['other scripts', ['Größe in cm', 'Straße und Hausnummer']],
  ])('are no alarm: %s', (_, names) => {
    expect(found(names)).toEqual([]);
  });

  it.each(shopifyHeaders())("are no alarm in Shopify's own export %s", (_, header) => {
    expect(found(header)).toEqual([]);
  });

  it('that the feed renames or drops are not compared', () => {
    const names = ['customer_id', 'first_name', 'Last Name', 'Zip Code', 'FIRST_NAME'];
    const rules = {
      'Last Name': { as: 'last_name' },
      'Zip Code': { drop: true },
      FIRST_NAME: { drop: true },
    };
    expect(found(names, rules)).toEqual([]);
  });

  it('that are one name in two spellings are a warning', () => {
    expect(found(['id', 'E-Mail', 'email'])).toMatchObject([
      {
        code: 'alike_columns',
        severity: 'warning',
        rows: 2,
        message: '2 of 3 columns are one name in several spellings: "E-Mail", "email" (66.7 %).',
      },
    ]);
  });
});

describe('people', () => {
  it('who are named by e-mail alone are counted', () => {
    const identities = [{ email: 'a@b' }, { id: '1', email: 'c@d' }, { id: '2' }, {}];
    expect(findingsIn({ identities })).toMatchObject([
      { code: 'email_only', rows: 1, share: 0.25, lines: [2] },
    ]);
  });

  it('who fall apart are shown by lines', () => {
    const none = { of: 9, count: 0, examples: [] };
    const emailsWithManyIds = {
      of: 10,
      count: 2,
      examples: [
        [4, 9],
        [30, 31, 77, 80],
      ],
    };
    const found = fragmentationFindings(
      { emailsWithManyIds, idsWithManyEmails: none, complete: true },
      { unpairedRows: 0 },
    );
    expect(found).toMatchObject([
      {
        code: 'email_with_many_ids',
        rows: 2,
        share: 0.2,
        lines: [4, 9, 30, 31, 77],
        message: '2 of 10 e-mail addresses come with several ids (20.0 %). On lines 4, 9; 30, 31, 77, 80.',
      },
    ]);
  });
});

describe('columns beyond what a profile holds', () => {
  it('are counted', () => {
    const header = Array.from({ length: 5_000 }, (_, n) => `column ${n}`);
    const found = findingsIn({ header, rows: [header.map(() => '1')] });
    expect(codes(found)).toEqual(['unprofiled_columns']);
  });
});

/** Of the fixtures, which have the headers of real exports. */
function shopifyHeaders(): [string, readonly string[]][] {
  const folder = new URL('../../../fixtures/', import.meta.url);
  return globSync('shopify-*/*.csv', { cwd: folder }).map((path) => {
    const [header = []] = parse(readFileSync(new URL(path, folder)), { bom: true, to: 1 }) as string[][];
    return [path, header];
  });
}
