import { describe, expect, it } from '@jest/globals';
import {
  checkItem,
  contentOf,
  type EventItem,
  type Identifiers,
  type PersonItem,
} from '../../../../lambdas/domain/operations/item.ts';
import type { Properties } from '../../../../lambdas/domain/operations/properties.ts';
import { NEW_YEAR } from '../../../builders/operation.ts';

const bag = (entries: Properties): Properties => Object.assign(Object.create(null), entries);

function person(attributes: Properties, identifiers: Identifiers = { id: '1' }): PersonItem {
  return {
    type: 'person',
    action: 'identify',
    identifiers,
    timestamp: NEW_YEAR,
    attributes: bag(attributes),
  };
}

function event(name: string, identifiers: Identifiers = { id: '1' }, attributes: Properties = {}): EventItem {
  const id = '01HF7YAT00GP1G9HHCVAS3Y1JA';
  return { type: 'person', action: 'event', identifiers, id, name, timestamp: NEW_YEAR, attributes };
}

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, n]));

describe('checkItem', () => {
  it.each([
    ['a value of 1,000 bytes', person({ note: 'é'.repeat(500) })],
    ['a name of 150 bytes', person({ ['é'.repeat(75)]: 'x' })],
    ['300 attributes', person(many(300))],
    ['numbers, booleans and nested values', person({ seats: 3, vip: true, address: bag({ city: 'Rome' }) })],
    ['an identifier of 150 bytes', person({}, { id: 'é'.repeat(75) })],
    ['an event name of 100 bytes', event('é'.repeat(50))],
    [
      'long event properties, which have no limit of their own',
      event('x', { id: '1' }, { note: 'x'.repeat(5_000) }),
    ],
  ])('accepts %s', (_, item) => {
    expect(checkItem(item)).toBeUndefined();
  });

  it.each([
    [
      'a value of 1,001 bytes',
      person({ note: `${'é'.repeat(500)}x` }),
      { code: 'value_too_long', column: 'note' },
    ],
    [
      'a name of 151 bytes',
      person({ ['x'.repeat(151)]: 'x' }),
      { code: 'name_too_long', column: 'x'.repeat(151) },
    ],
    [
      'nested values that are too long together',
      person({ address: bag({ street: 'x'.repeat(600), city: 'x'.repeat(400) }) }),
      { code: 'value_too_long', column: 'address' },
    ],
    ['301 attributes', person(many(301)), { code: 'too_many_attributes' }],
    [
      'an identifier of 151 bytes',
      person({}, { id: 'x'.repeat(151) }),
      { code: 'identifier_too_long', column: 'id' },
    ],
    [
      'a phone of 151 bytes',
      event('x', { phone: '1'.repeat(151) }),
      { code: 'identifier_too_long', column: 'phone' },
    ],
    [
      'an e-mail of 151 bytes',
      person({}, { email: `${'a'.repeat(149)}@x` }),
      { code: 'identifier_too_long', column: 'email' },
    ],
    ['an event name of 101 bytes', event(`${'é'.repeat(50)}x`), { code: 'event_name_too_long' }],
  ])('rejects %s, which Customer.io would drop silently', (_, item, reject) => {
    expect(checkItem(item)).toEqual(reject);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__', 'prototype'])(
    'accepts an attribute named %s',
    (name) => {
      const item = person(JSON.parse(JSON.stringify({ note: 'x' }).replace('note', name)));
      expect(checkItem(item)).toBeUndefined();
      expect(JSON.parse(JSON.stringify(item)).attributes).toHaveProperty([name], 'x');
    },
  );
});

describe('contentOf', () => {
  const gold = person({ plan: 'gold' });

  it('is the same for a person without changes, whenever the file arrived', () => {
    expect(contentOf({ ...gold, timestamp: NEW_YEAR + 86_400 })).toBe(contentOf(gold));
  });

  it('differs if an attribute, the identifier or the action differs', () => {
    const others = [
      contentOf(person({ plan: 'silver' })),
      contentOf({ ...gold, identifiers: { id: '2' } }),
      contentOf({ type: 'person', action: 'delete', identifiers: { id: '1' } }),
      contentOf({ type: 'person', action: 'suppress', identifiers: { id: '1' } }),
    ];
    expect(new Set([contentOf(gold), ...others]).size).toBe(1 + others.length);
  });

  it('of an event is about its properties: the person and the time are compared on their own', () => {
    expect(contentOf({ ...event('x'), timestamp: NEW_YEAR + 1 })).toBe(contentOf(event('x')));
    expect(contentOf({ ...event('x'), attributes: { a: 1 } })).not.toBe(
      contentOf({ ...event('x'), attributes: { a: 2 } }),
    );
  });

  it('of an event does not depend on the order of its properties', () => {
    const one = { a: 1, b: { c: 2, d: [{ e: 3, f: 4 }] } };
    const other = { b: { d: [{ f: 4, e: 3 }], c: 2 }, a: 1 };
    expect(contentOf({ ...event('x'), attributes: one })).toBe(
      contentOf({ ...event('x'), attributes: other }),
    );
  });
});
