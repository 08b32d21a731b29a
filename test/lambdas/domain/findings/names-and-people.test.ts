import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { fragmentationFindings } from '../../../../lambdas/domain/findings/people.ts';
import { DETECTORS } from '../../../../lambdas/domain/findings/table.ts';
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
  ])('that differ in $because give $finds finding(s)', ({ names, finds }) => {
    const found = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(codes(found)).toEqual(Array(finds).fill('mixed_event_names'));
  });

  it('are shown, with the most frequent one as the right one', () => {
    const names = ['checkout_started', 'Checkout Started', 'checkout_started'];
    const [found] = findingsIn({ events: names.map((name) => ({ name, seconds: ARRIVAL - 1 })) });
    expect(found).toMatchObject({
      severity: 'warning',
      rows: 1,
      lines: [3],
      message: `1 of 3 events is named "Checkout Started", the others "checkout_started" (33.3 %). ${DETECTORS.mixed_event_names.fix}`,
    });
  });
});

describe('names of columns', () => {
  const found = (names: readonly string[], rules = {}) => findingsIn({ header: names, rules });

  it.each([
    [['customer_id', 'first_name', 'Last Name'], 'spaces among underscores', '1 of 3', '"Last Name"'],
    [['FIRST_NAME', 'LAST_NAME', 'city_name'], 'lower case among upper case', '1 of 3', '"city_name"'],
    [['firstName', 'lastName', 'zip_code'], 'underscores among camel case', '1 of 3', '"zip_code"'],
    [
      ['First Name', 'Last Name', 'ZipCode', 'city-name'],
      'two other styles',
      '2 of 4',
      '"ZipCode", "city-name"',
    ],
  ])('in mixed styles are reported: %j, %s', (names, _, count, shown) => {
    const [finding, ...others] = found(names);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'mixed_column_names', severity: 'notice' });
    expect(finding?.message).toContain(count);
    expect(finding?.message).toContain(shown);
  });

  it.each([
    ['one word each', ['id', 'Email', 'PLAN', 'city']],
    ['one name of several words', ['customer_id', 'Email', 'City']],
    ['two names, neither of which is the rule', ['customer_id', 'First Name']],
    ['names that start with an underscore', ['first_name', 'last_name', '_Reject Line']],
    ['digits and abbreviations', ['Tax 1 Name', 'Tax 1 Value', 'Device ID', 'SKU']],
    ['metafields', ['First Name', 'Last Name', 'Loyalty tier (customer.metafields.custom.loyalty_tier)']],
    ['other scripts', ['Größe in cm', 'Straße und Hausnummer']],
  ])('are not reported: %s', (_, names) => {
    expect(found(names)).toEqual([]);
  });

  it.each(shopifyHeaders())("are not reported in Shopify's export %s", (_, header) => {
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

  it('that are one name in two spellings give a warning', () => {
    expect(found(['id', 'E-Mail', 'email'])).toMatchObject([
      {
        code: 'alike_columns',
        severity: 'warning',
        rows: 2,
        message: `2 of 3 columns are different spellings of one name: "E-Mail", "email" (66.7 %). ${DETECTORS.alike_columns.fix}`,
      },
    ]);
  });
});

describe('people', () => {
  it('with an e-mail address as the only identifier are counted', () => {
    const identities = [{ email: 'a@b' }, { id: '1', email: 'c@d' }, { id: '2' }, {}];
    expect(findingsIn({ identities })).toMatchObject([
      { code: 'email_only', rows: 1, share: 0.25, lines: [2] },
    ]);
  });

  it.each([
    [true, 0, false],
    [false, 0, true],
    [true, 1, true],
  ])(
    'are said to be incomplete if pairs were left out: complete %j, %i rows without a pair',
    (complete, unpairedRows, says) => {
      const none = { of: 9, count: 0, examples: [] };
      const idsWithManyEmails = { of: 2, count: 1, examples: [[4, 9]] };
      const [found] = fragmentationFindings(
        { emailsWithManyIds: none, idsWithManyEmails, complete },
        { unpairedRows },
        (lines) => `lines ${lines.join(', ')}`,
      );
      expect(found?.message.includes('There are more people in the file than could be compared.')).toBe(says);
    },
  );

  it('with several ids for one e-mail address are shown by lines', () => {
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
      (lines) => `lines ${lines.join(', ')}`,
    );
    expect(found).toMatchObject([
      {
        code: 'email_with_many_ids',
        rows: 2,
        share: 0.2,
        lines: [4, 9, 30, 31, 77],
        message: `2 of 10 e-mail addresses have several ids (20.0 %). On lines 4, 9; lines 30, 31, 77, 80. ${DETECTORS.email_with_many_ids.fix}`,
      },
    ]);
  });
});

describe('columns that a profile leaves out', () => {
  it('are counted', () => {
    const header = Array.from({ length: 5_000 }, (_, n) => `column ${n}`);
    const found = findingsIn({ header, rows: [header.map(() => '1')] });
    expect(codes(found)).toEqual(['unprofiled_columns']);
  });
});

/** The headers of the fixtures, which are those of real exports. */
function shopifyHeaders(): [string, readonly string[]][] {
  const folder = new URL('../../../fixtures/', import.meta.url);
  return globSync('shopify-*/*.csv', { cwd: folder }).map((path) => {
    const [header = []] = parse(readFileSync(new URL(path, folder)), { bom: true, to: 1 }) as string[][];
    return [path, header];
  });
}
