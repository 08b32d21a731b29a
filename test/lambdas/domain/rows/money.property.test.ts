import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileMoneyReader } from '../../../../lambdas/domain/rows/money.ts';
import { cases } from '../../../depth.ts';

const RUNS = cases(2_500);
/** Whole units, cents or mills, with at most 15 digits. */
const amount = fc.tuple(
  fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
  fc.constantFrom(0, 2, 3),
);
/** Locales with both decimal marks, and with commas, points, no-break and thin spaces and apostrophes between thousands. */
const locale = fc.constantFrom(
  'en-US',
  'de-DE',
  'fr-FR',
  'pl-PL',
  'de-CH',
  'es-CL',
  'sv-SE',
  'da-DK',
  'pt-BR',
);
const currency = fc.constantFrom('USD', 'EUR', 'GBP', 'CHF', 'JPY', 'SEK', 'INR', 'BRL');

const toNumber = (units: bigint, places: number) => Number(`${units}E-${places}`);
const decimalOf = (name: string) =>
  new Intl.NumberFormat(name).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value === ','
    ? ','
    : '.';

describe('compileMoneyReader', () => {
  it('reads every amount that Intl prints as money, with all digits', () => {
    fc.assert(
      fc.property(
        amount,
        locale,
        currency,
        fc.constantFrom('standard', 'accounting'),
        fc.constantFrom('symbol', 'code'),
        ([units, places], name, code, currencySign, currencyDisplay) => {
          const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
          const style = { style: 'currency', currency: code, currencySign, currencyDisplay } as const;
          const text = new Intl.NumberFormat(name, { ...style, ...digits }).format(toNumber(units, places));
          const found = compileMoneyReader({ decimal: decimalOf(name) })(text);
          expect(found).toMatchObject({ amount: toNumber(units, places) });
          if (currencyDisplay === 'code') expect(found).toMatchObject({ currency: code });
        },
      ),
      RUNS,
    );
  });

  it('keeps the digits of every plain amount', () => {
    const read = compileMoneyReader({ decimal: '.' });
    fc.assert(
      fc.property(amount, ([units, places]) => {
        const sign = units < 0n ? '-' : '';
        const digits = `${units < 0n ? -units : units}`.padStart(places + 1, '0');
        const split = digits.length - places;
        const text = `${sign}${digits.slice(0, split)}${places ? '.' : ''}${digits.slice(split)}`;
        const found = read(text);
        const back = 'amount' in found ? found.amount.toFixed(places) : 'rejected';
        expect(back).toBe(units === 0n ? text.replace('-', '') : text);
      }),
      RUNS,
    );
  });

  it('never reads one text as two different amounts, unless it has a single group of three digits', () => {
    const texts = fc.stringMatching(/^[$(-]?[\d., ]{0,12}\)?$/);
    fc.assert(
      fc.property(texts, (text) => {
        const [point, comma] = (['.', ','] as const).map((decimal) => compileMoneyReader({ decimal })(text));
        if (!point || !comma || 'reject' in point || 'reject' in comma || point.amount === comma.amount)
          return;
        expect(text).toMatch(/^\D*\d{1,3}(?: \d{3})*[.,]\d{3}\D*$/);
      }),
      RUNS,
    );
  });

  it('throws on no text', () => {
    const read = compileMoneyReader({ decimal: ',' });
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const found = read(text);
        expect('reject' in found || Number.isFinite(found.amount)).toBe(true);
      }),
      RUNS,
    );
  });
});
