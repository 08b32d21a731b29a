import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDecimals, readDecimal } from '../../../../lambdas/domain/operations/decimal.ts';

describe('readDecimal', () => {
  it.each([
    [42.5, '42.5'],
    ['42.50', '42.5'],
    [0, '0'],
    ['-0.10', '-0.1'],
    [' 007 ', '7'],
    ['1,5', undefined],
    ['free', undefined],
    [1e-7, undefined],
    [Number.NaN, undefined],
    [true, undefined],
  ])('reads %p as %p', (value, decimal) => {
    expect(readDecimal(value)).toBe(decimal);
  });
});

describe('addDecimals', () => {
  it.each([
    ['0.1', '0.2', '0.3'],
    ['10', '-10.05', '-0.05'],
    ['99999999999999999999.99', '0.01', '100000000000000000000'],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(addDecimals(a, b)).toBe(sum);
  });

  it('is exact for cents', () => {
    const cents = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
    const print = (value: bigint) =>
      readDecimal(
        `${value < 0n ? '-' : ''}${(value < 0n ? -value : value) / 100n}.${String((value < 0n ? -value : value) % 100n).padStart(2, '0')}`,
      ) ?? '';
    fc.assert(
      fc.property(cents, cents, (a, b) => expect(addDecimals(print(a), print(b))).toBe(print(a + b))),
    );
  });
});
