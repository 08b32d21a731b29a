import { describe, expect, it } from '@jest/globals';
import { compileMoneyReader, type Money, type MoneyReject } from '../../../../lambdas/domain/rows/money.ts';

const point = compileMoneyReader({ decimal: '.' });
const comma = compileMoneyReader({ decimal: ',' });

describe('compileMoneyReader, decimal point', () => {
  it.each<[string, Money]>([
    ['1234.56', { amount: 1234.56 }],
    ['1234', { amount: 1234 }],
    ['194038', { amount: 194038 }],
    ['0.00', { amount: 0 }],
    ['-12', { amount: -12 }],
    ['−12', { amount: -12 }],
    ['+12', { amount: 12 }],
    ['(12.00)', { amount: -12 }],
    ['(0.00)', { amount: 0 }],
    ['.50', { amount: 0.5 }],
    [' 1,234.50 ', { amount: 1234.5 }],
    ['1,234,567', { amount: 1234567 }],
    ['1 234.50', { amount: 1234.5 }],
    ['1\u00a0234.50', { amount: 1234.5 }],
    ['1\u2009234.50', { amount: 1234.5 }],
    ['1\u202f234.50', { amount: 1234.5 }],
    ["1'234.50", { amount: 1234.5 }],
    ['0.1000000000000000000', { amount: 0.1 }],
    ['999999999999.999', { amount: 999999999999.999 }],
    ['$1,234.50', { amount: 1234.5, currency: '$' }],
    ['-$1,234.50', { amount: -1234.5, currency: '$' }],
    ['$-1,234.50', { amount: -1234.5, currency: '$' }],
    ['($1,234.50)', { amount: -1234.5, currency: '$' }],
    ['$(1,234.50)', { amount: -1234.5, currency: '$' }],
    ['1 000.00 $US', { amount: 1000, currency: '$US' }],
    ['US$ 1,000', { amount: 1000, currency: 'US$' }],
    ['₹1,000', { amount: 1000, currency: '₹' }],
    ['Rs. 500', { amount: 500, currency: 'Rs.' }],
    ['USD 12.00', { amount: 12, currency: 'USD' }],
    ['12.00 USD', { amount: 12, currency: 'USD' }],
    ['$12.00 USD', { amount: 12, currency: 'USD' }],
    ['(USD 12.00)', { amount: -12, currency: 'USD' }],
  ])('reads "%s"', (text, money) => {
    expect(point(text)).toStrictEqual(money);
  });

  it.each<[string, MoneyReject, string]>([
    ['1.234,50', 'money_grouping', 'the other locale'],
    ['12,50', 'money_grouping', 'a decimal comma'],
    ['0,123', 'money_grouping', 'no thousands begin with 0'],
    ['1,23,4.5', 'money_grouping', 'groups of two and one'],
    ['1,23,456.00', 'money_grouping', 'groups of two'],
    ['1,234 567', 'money_grouping', 'two thousands marks'],
    ['1.234.567', 'money_grouping', 'two decimal points'],
    ['1.6E+12', 'scientific_notation', 'digits are lost'],
    ['1234567890123456', 'money_too_precise', '16 digits'],
    ['99999999999999.99', 'money_too_precise', '16 digits'],
    ['', 'invalid_money', 'blank'],
    ['$', 'invalid_money', 'no amount'],
    ['free', 'invalid_money', 'a word'],
    ['12.', 'invalid_money', 'an empty fraction'],
    ['(12', 'invalid_money', 'half a pair of brackets'],
    ['12)', 'invalid_money', 'half a pair of brackets'],
    ['(-12)', 'invalid_money', 'negative twice'],
    ['12 PCS', 'invalid_money', 'no such currency'],
    ['12k', 'invalid_money', 'thousands, or not'],
    ['5%', 'invalid_money', 'a share'],
    ['USD 12 EUR', 'invalid_money', 'two currencies'],
    ['$12 €', 'invalid_money', 'two currencies'],
    ['٣', 'invalid_money', 'other digits'],
    [`1${' '.repeat(10_000)}x`, 'invalid_money', 'a paragraph'],
  ])('rejects "%.20s" as %s: %s', (text, reject) => {
    expect(point(text)).toEqual({ reject });
  });
});

describe('compileMoneyReader, decimal comma', () => {
  it.each<[string, Money]>([
    ['1.234,50', { amount: 1234.5 }],
    ['1.234', { amount: 1234 }],
    ['1234,5', { amount: 1234.5 }],
    ['1.234,50 €', { amount: 1234.5, currency: '€' }],
    ['1 234 567,89 kr', { amount: 1234567.89, currency: 'kr' }],
    ['1\u202f234,50\u00a0€', { amount: 1234.5, currency: '€' }],
    ['R$ 1.234,50', { amount: 1234.5, currency: 'R$' }],
    ['-12,00 PLN', { amount: -12, currency: 'PLN' }],
    ['194.038 CLP', { amount: 194038, currency: 'CLP' }],
  ])('reads "%s"', (text, money) => {
    expect(comma(text)).toStrictEqual(money);
  });

  it.each(['1,234.50', '12.50', '1.23'])('rejects "%s", which has a decimal point', (text) => {
    expect(comma(text)).toEqual({ reject: 'money_grouping' });
  });
});
