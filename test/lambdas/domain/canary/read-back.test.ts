import { describe, expect, it } from '@jest/globals';
import {
  addReadBacks,
  comparePerson,
  countComparisons,
  expectedPeople,
  NOTHING_READ,
} from '../../../../lambdas/domain/canary/read-back.ts';
import { eventOperation, personOperation } from '../../../builders/operation.ts';

const ann = (attributes: Record<string, unknown>) => ({ identifiers: { id: 'ann' }, attributes });

describe('comparePerson', () => {
  it.each<[unknown, unknown, string]>([
    [42.5, '42.50', 'the same number, written differently'],
    [1_767_225_600, '1767225600', 'a time in seconds'],
    [true, 'true', 'a boolean as text'],
    ['gold', 'gold', 'text'],
    ['007', '007', 'digits that are text'],
    [null, undefined, 'cleared'],
    ['', '', 'empty'],
    [['a', 1], '["a",1]', 'a list as JSON'],
    [{ city: 'Ulm', zip: 89_073 }, '{"zip":89073,"city":"Ulm"}', 'an object as JSON, in any order'],
    [{ city: 'Ulm' }, { city: 'Ulm' }, 'an object'],
  ])('takes %j as the same as %j: %s', (sent, held, _because) => {
    expect(comparePerson(ann({ x: sent }), { id: 'ann', x: held })).toBe('same');
  });

  it.each<[unknown, unknown, string]>([
    [42.5, '42', 'another number'],
    [0, '', 'empty is not 0'],
    [5, 'five', 'not a number'],
    ['gold', 'Gold', 'case counts'],
    ['007', '7', 'zeros are missing'],
    ['gold', undefined, 'missing'],
    [null, 'gold', 'not cleared'],
    [false, 'true', 'the opposite'],
    [['a'], '["a","b"]', 'a longer list'],
    [['a'], 'a', 'not a list'],
    [{ city: 'Ulm' }, '{"city":"Bonn"}', 'another value in it'],
    [{ city: 'Ulm' }, '{broken', 'not JSON'],
  ])('takes %j as different from %j: %s', (sent, held, _because) => {
    expect(comparePerson(ann({ x: sent }), { x: held })).toEqual(['x']);
  });

  it('reads an e-mail address in any case', () => {
    expect(comparePerson(ann({ email: 'Ann@Example.test' }), { email: 'ann@example.test' })).toBe('same');
  });

  it('finds one topic among the preferences', () => {
    const expected = ann({ 'cio_subscription_preferences.topics.topic_2': false });
    const held = (topic: boolean) => ({
      cio_subscription_preferences: JSON.stringify({ topics: { topic_1: true, topic_2: topic } }),
    });
    expect(comparePerson(expected, held(false))).toBe('same');
    expect(comparePerson(expected, held(true))).toEqual(['cio_subscription_preferences.topics.topic_2']);
  });

  it('compares no instruction to the API, such as _update, and no attribute that was not sent', () => {
    expect(comparePerson(ann({ _update: true }), { plan: 'gold' })).toBe('same');
  });

  it('names all attributes that differ, and a person that is missing', () => {
    expect(comparePerson(ann({ a: 1, b: 2, c: 3 }), { a: '1' })).toEqual(['b', 'c']);
    expect(comparePerson(ann({ a: 1 }), undefined)).toBe('missing');
    expect(comparePerson(ann({}), {})).toBe('same');
  });
});

describe('expectedPeople', () => {
  it('merges what was sent about a person, with later values over earlier ones', () => {
    const people = expectedPeople([
      personOperation({ plan: 'free', city: 'Ulm' }),
      personOperation({ plan: 'gold' }),
      personOperation({ plan: 'free' }, { person: 'id:bob' }),
    ]);
    expect(people).toEqual([
      { identifiers: { id: 'ann' }, attributes: { city: 'Ulm', plan: 'gold' } },
      { identifiers: { id: 'bob' }, attributes: { plan: 'free' } },
    ]);
  });

  it('expects only the person for events', () => {
    expect(expectedPeople([eventOperation({}, { total: 5 })])).toEqual([
      { identifiers: { id: 'ann' }, attributes: {} },
    ]);
  });

  it('expects the person who stays after a merge, because Customer.io accepts one into no one', () => {
    const { meta } = personOperation();
    const merge = { type: 'person', action: 'merge', primary: { id: 'bob' }, secondary: { id: 'ann' } };
    expect(expectedPeople([{ meta, item: JSON.stringify(merge) }])).toEqual([
      { identifiers: { id: 'bob' }, attributes: {} },
    ]);
  });

  it('expects no person after a deletion', () => {
    const { meta } = personOperation();
    const item = JSON.stringify({ type: 'person', action: 'delete', identifiers: { id: 'ann' } });
    expect(expectedPeople([{ meta, item }])).toEqual([]);
  });
});

describe('countComparisons', () => {
  it('counts people by result, and attributes by people, the most frequent first', () => {
    expect(
      countComparisons(['same', 'missing', ['b'], ['a', 'b'], undefined], 'The App API answers 503.'),
    ).toEqual({
      people: 5,
      missing: 1,
      differing: 2,
      attributes: [
        { name: 'b', people: 2 },
        { name: 'a', people: 1 },
      ],
      unread: 1,
      because: 'The App API answers 503.',
    });
  });

  it('has no cause if all people were looked up', () => {
    expect(countComparisons(['same'], 'The App API answers 503.')).not.toHaveProperty('because');
  });
});

describe('addReadBacks', () => {
  it('adds up the results of two partitions, in any order', () => {
    const one = countComparisons([['plan'], 'same'], undefined);
    const other = countComparisons([['plan', 'city'], undefined], 'why');
    const sum = countComparisons([['plan'], 'same', ['plan', 'city'], undefined], 'why');
    expect(addReadBacks(one, other)).toEqual(sum);
    expect(addReadBacks(other, one)).toEqual(sum);
    expect(addReadBacks(NOTHING_READ, one)).toEqual(one);
  });
});
