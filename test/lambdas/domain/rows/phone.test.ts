import { describe, expect, it } from '@jest/globals';
import { getCountries } from 'libphonenumber-js/min';
import { COUNTRIES } from '../../../../lambdas/contracts/feed/country.ts';
import { FeedSchema } from '../../../../lambdas/contracts/feed/feed.ts';
import { compileCoerce } from '../../../../lambdas/domain/rows/coerce.ts';
import { compilePhone } from '../../../../lambdas/domain/rows/phone.ts';

describe('compilePhone', () => {
  it.each([
    ['+44 (0)20 7946 0018', undefined, '+442079460018'],
    ['+4402079460018', undefined, '+442079460018'],
    ['+49 (0) 30 1234567', undefined, '+49301234567'],
    ['+33 06 12 34 56 78', undefined, '+33612345678'],
    ['+7 (8) 495 1234567', undefined, '+74951234567'],
    ['+39 06 1234 5678', undefined, '+390612345678'],
    ['+91-98765-43210', undefined, '+919876543210'],
    ['+49.30.1234567', undefined, '+49301234567'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['0044 20 7946 0018', 'GB', '+442079460018'],
    ['44 20 7946 0018', 'GB', '+442079460018'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['(212) 555-0123', 'US', '+12125550123'],
    ['1 212 555 0123', 'US', '+12125550123'],
    ['+44 20 7946 0018', 'US', '+442079460018'],
    ['１２１２５５５０１２３', 'US', '+12125550123'],
  ])('reads %s, of the country %s', (text, country, phone) => {
    expect(compilePhone(country)(text)).toBe(phone);
  });

  it.each([
    ['020 7946 0018', undefined],
    ['12125550123', undefined],
    ['+1 212 555 0123 ext. 5', undefined],
    ['+1 212 555 0123x5', undefined],
    ['+12125550123;ext=4', undefined],
    ['+1 123', undefined],
    ['+447911123456789', undefined],
    ['+999123456789', undefined],
    ['call +12125550123', undefined],
    ['+12125550123 / +12125550124', undefined],
    ['1-800-FLOWERS', 'US'],
    ['ask Ann', 'US'],
    ['+', 'US'],
    ['+'.repeat(1_000_000), 'US'],
    ['1'.repeat(1_000_000), 'US'],
  ])('does not read %.40s, of the country %s', (text, country) => {
    expect(compilePhone(country)(text)).toBeUndefined();
  });
});

describe('a column of type phone', () => {
  const coerce = compileCoerce({ type: 'phone', country: 'GB' }, undefined);

  it.each([' 020 7946 0018 ', '\u202a+44 20 7946 0018\u202c', '+44\u00a020\u00a07946\u00a00018'])(
    'reads %j',
    (cell) => {
      expect(coerce(cell)).toEqual({ value: '+442079460018' });
    },
  );

  it('rejects what is not a phone number, and digits that a spreadsheet shortened', () => {
    expect(coerce('n/a')).toEqual({ reject: 'invalid_phone' });
    expect(coerce('4.42079E+11')).toEqual({ reject: 'scientific_notation' });
  });
});

describe('country', () => {
  const feed = (identifier: object, column: object = {}) =>
    FeedSchema.safeParse({
      kind: 'people',
      identifiers: [{ columns: ['x'], ...identifier }],
      columns: { y: column },
    }).error?.issues.map(({ path, message }) => [path.join('.'), message]);

  it('is a country that has phone numbers', () => {
    expect(COUNTRIES).toEqual(getCountries());
    expect(feed({ as: 'phone', country: 'GB' }, { type: 'phone', country: 'US' })).toBeUndefined();
    const message = 'is not the ISO 3166 code of a country. Write two capital letters, such as "US" or "GB"';
    for (const country of ['UK', 'gb', 'GBR', '44', ''])
      expect(feed({ as: 'phone', country })).toEqual([['identifiers.0.country', message]]);
  });

  it('has an effect on phone numbers only', () => {
    expect(feed({ as: 'id', country: 'GB' })).toEqual([
      ['identifiers.0.country', 'has an effect only with as: "phone". Remove country'],
    ]);
    expect(feed({ as: 'id' }, { country: 'GB' })).toEqual([
      ['columns.y.country', expect.stringContaining('has an effect only with type: "phone"')],
    ]);
  });
});
