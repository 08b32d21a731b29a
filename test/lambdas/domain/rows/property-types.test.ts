import { describe, expect, it } from '@jest/globals';
import type { PropertyType } from '../../../../lambdas/contracts/feed/taxonomy.ts';
import type { Properties } from '../../../../lambdas/domain/operations/properties.ts';
import { typeProperties } from '../../../../lambdas/domain/rows/property-types.ts';

function type(properties: Properties, types: Readonly<Record<string, PropertyType>>): unknown {
  return typeProperties(properties, types) ?? properties;
}

describe('typeProperties', () => {
  it('makes a text into the type as which it reads', () => {
    expect(type({ n: '1.50', b: 'no', s: '7' }, { n: 'number', b: 'boolean', s: 'string' })).toEqual({
      n: 1.5,
      b: false,
      s: '7',
    });
  });

  it('leaves what has its type, what is missing, and what has no type', () => {
    const properties = { n: 1, l: ['a'], o: { x: 1 }, other: '1' };
    expect(type({ ...properties }, { n: 'number', l: 'list', o: 'object', gone: 'number' })).toEqual(
      properties,
    );
  });

  it.each<[string, Properties, PropertyType]>([
    ['a word for a number', { x: 'many' }, 'number'],
    ['a number for a text', { x: 7 }, 'string'],
    ['a text for a list', { x: 'a,b' }, 'list'],
    ['a text for an object', { x: '{}' }, 'object'],
    ['a list for an object', { x: ['a'] }, 'object'],
    ['an object for a list', { x: { a: 1 } }, 'list'],
    ['a number for a boolean', { x: 1 }, 'boolean'],
  ])('rejects %s', (_, properties, stated) => {
    expect(type(properties, { x: stated })).toEqual({ code: 'wrong_property_type', column: 'x' });
  });
});
