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
    [42.5, '42.50', 'a number is a number, however it is written'],
    [1_767_225_600, '1767225600', 'a time is the seconds that were sent'],
    [true, 'true', 'a boolean comes back as a word'],
    ['gold', 'gold', 'a text'],
    ['007', '007', 'digits that are text'],
    [null, undefined, 'what was cleared is gone'],
    ['', '', 'what was emptied is empty'],
    [['a', 1], '["a",1]', 'a list comes back as its JSON'],
    [{ city: 'Ulm', zip: 89_073 }, '{"zip":89073,"city":"Ulm"}', 'a bag, in any order'],
    [{ city: 'Ulm' }, { city: 'Ulm' }, 'a bag that comes back as one'],
  ])('takes %j for the same as %j: %s', (sent, held, _because) => {
    expect(comparePerson(ann({ x: sent }), { id: 'ann', x: held })).toBe('same');
  });

  it.each<[unknown, unknown, string]>([
    [42.5, '42', 'another number'],
    [0, '', 'nothing is no zero'],
    [5, 'five', 'no number'],
    ['gold', 'Gold', 'case counts'],
    ['007', '7', 'a text lost its zeros'],
    ['gold', undefined, 'it is not there'],
    [null, 'gold', 'it was to be cleared'],
    [false, 'true', 'the other one'],
    [['a'], '["a","b"]', 'a longer list'],
    [['a'], 'a', 'no list'],
    [{ city: 'Ulm' }, '{"city":"Bonn"}', 'another value within'],
    [{ city: 'Ulm' }, '{broken', 'no JSON'],
  ])('takes %j for another than %j: %s', (sent, held, _because) => {
    expect(comparePerson(ann({ x: sent }), { x: held })).toEqual(['x']);
  });

  it('reads an e-mail address in any case', () => {
    expect(comparePerson(ann({ email: 'Ann@Example.test' }), { email: 'ann@example.test' })).toBe('same');
  });

  it('finds one topic among the preferences', () => {
    const expected = ann({ 'cio_subscription_preferences.topics.topic_2': false });
    const told = (topic: boolean) => ({
      cio_subscription_preferences: JSON.stringify({ topics: { topic_1: true, topic_2: topic } }),
    });
    expect(comparePerson(expected, told(false))).toBe('same');
    expect(comparePerson(expected, told(true))).toEqual(['cio_subscription_preferences.topics.topic_2']);
  });

  it('asks no instruction of the API, such as _update, and nothing that was not sent', () => {
    expect(comparePerson(ann({ _update: true }), { plan: 'gold' })).toBe('same');
  });

  it('names all that differs, and says where nobody is', () => {
    expect(comparePerson(ann({ a: 1, b: 2, c: 3 }), { a: '1' })).toEqual(['b', 'c']);
    expect(comparePerson(ann({ a: 1 }), undefined)).toBe('missing');
    expect(comparePerson(ann({}), {})).toBe('same');
  });
});

describe('expectedPeople', () => {
  it('puts what was sent of one person together, later values over earlier ones', () => {
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

  it('expects of events no more than that the person is there', () => {
    expect(expectedPeople([eventOperation({}, { total: 5 })])).toEqual([
      { identifiers: { id: 'ann' }, attributes: {} },
    ]);
  });

  it('does not ask for whom a final act is about', () => {
    const { meta } = personOperation();
    const item = JSON.stringify({ type: 'person', action: 'delete', identifiers: { id: 'ann' } });
    expect(expectedPeople([{ meta, item }])).toEqual([]);
  });
});

describe('countComparisons', () => {
  it('counts people by how they compare, and attributes by people, the most frequent first', () => {
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

  it('has no reason where all were told of in the end', () => {
    expect(countComparisons(['same'], 'The App API answers 503.')).not.toHaveProperty('because');
  });
});

describe('addReadBacks', () => {
  it('adds the parts of two partitions, in any order', () => {
    const one = countComparisons([['plan'], 'same'], undefined);
    const other = countComparisons([['plan', 'city'], undefined], 'why');
    const sum = countComparisons([['plan'], 'same', ['plan', 'city'], undefined], 'why');
    expect(addReadBacks(one, other)).toEqual(sum);
    expect(addReadBacks(other, one)).toEqual(sum);
    expect(addReadBacks(NOTHING_READ, one)).toEqual(one);
  });
});
