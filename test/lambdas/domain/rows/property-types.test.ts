import { describe, expect, it } from '@jest/globals';
import type { PropertyType } from '../../../../lambdas/contracts/feed/taxonomy.ts';
import type { Properties } from '../../../../lambdas/domain/operations/properties.ts';
import { typeProperties } from '../../../../lambdas/domain/rows/property-types.ts';

function type(properties: Properties, types: Readonly<Record<string, PropertyType>>): unknown {
  return typeProperties(properties, types) ?? properties;
}

describe('typeProperties', () => {
  it('converts text to the type of the property', () => {
    expect(type({ n: '1.50', b: 'no', s: '7' }, { n: 'number', b: 'boolean', s: 'string' })).toEqual({
      n: 1.5,
      b: false,
      s: '7',
    });
  });

  it('does not change values with the right type, without a type, or missing values', () => {
    const properties = { n: 1, l: ['a'], o: { x: 1 }, other: '1' };
    expect(type({ ...properties }, { n: 'number', l: 'list', o: 'object', gone: 'number' })).toEqual(
      properties,
    );
  });

  it.each<[string, Properties, PropertyType]>([
    ['a word instead of a number', { x: 'many' }, 'number'],
    ['a number instead of text', { x: 7 }, 'string'],
    ['text instead of a list', { x: 'a,b' }, 'list'],
    ['text instead of an object', { x: '{}' }, 'object'],
    ['a list instead of an object', { x: ['a'] }, 'object'],
    ['an object instead of a list', { x: { a: 1 } }, 'list'],
    ['a number instead of a boolean', { x: 1 }, 'boolean'],
  ])('rejects %s', (_, properties, stated) => {
    expect(type(properties, { x: stated })).toEqual({ code: 'wrong_property_type', column: 'x' });
  });
});
