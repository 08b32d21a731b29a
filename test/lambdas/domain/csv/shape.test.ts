import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeOf } from '../../../../lambdas/domain/csv/shape.ts';

describe('shapeOf', () => {
  it.each([
    ['2025-13-45 09:30', '9999-99-99 99:99'],
    ['Ann.Übel@example.com', 'Aaa.Aaaa@aaaaaaa.aaa'],
    ['N/A', 'A/A'],
    ['$1,234.50', '$9,999.99'],
    ['李 ٣🎉', 'a 9·'],
    ['', ''],
  ])('shows %j as %j', (cell, shape) => {
    expect(shapeOf(cell)).toBe(shape);
  });

  it('contains no letter or digit of the cell, and at most 25 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (cell) => {
        const shape = shapeOf(cell);
        expect(shape).toMatch(/^[\x20-\x2f:-@A[-`a{-~9·…]*$/);
        expect([...shape].length).toBeLessThanOrEqual(25);
      }),
    );
  });
});
