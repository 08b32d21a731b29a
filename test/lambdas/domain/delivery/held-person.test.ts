import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  feedMark,
  type HeldPerson,
  printHeld,
  readHeld,
  type Saying,
  UNKNOWN,
} from '../../../../lambdas/domain/delivery/held-person.ts';

const DAY = 20_454;
const saying = (change: Partial<Saying> = {}): Saying => ({
  feed: feedMark('customers'),
  at: 1_767_225_600,
  dated: false,
  sentDay: DAY,
  ...change,
});
const bytes = (count: number) => randomBytes(count).toString('latin1');
/** A person with this many attributes. `sayingOf`: who said the n-th. */
const person = (count: number, sayingOf: (n: number) => Saying = () => saying()): HeldPerson => ({
  exists: true,
  hasConsent: false,
  floor: undefined,
  attributes: new Map(
    Array.from({ length: count }, (_, n) => [bytes(6), { value: bytes(8), ...sayingOf(n) }]),
  ),
});

describe('what is held of a person', () => {
  it.each<[string, HeldPerson]>([
    ['without attributes', person(0)],
    ['with many attributes', person(300)],
    ['with attributes of several feeds', person(9, (n) => saying({ feed: feedMark(`feed ${n % 3}`) }))],
    ['with attributes of several times', person(9, (n) => saying({ at: n, sentDay: n, dated: n % 2 === 0 }))],
    ['with a floor', { ...person(2), floor: saying({ feed: feedMark('older'), at: 5 }) }],
    ['who may not exist', { ...person(1), exists: false }],
    ['with a consent', { ...person(1), hasConsent: true }],
    [
      'with an unknown value',
      { ...person(0), attributes: new Map([['abcdef', { value: UNKNOWN, ...saying() }]]) },
    ],
  ])('is read as it was printed: a person %s', (_, held) => {
    const read = readHeld(printHeld(held));
    expect(read).toEqual({ ...held, attributes: expect.any(Map) });
    expect(new Map([...(read?.attributes ?? [])].sort())).toEqual(new Map([...held.attributes].sort()));
  });

  it('is unknown in a form of another version, and in an item without it', () => {
    const [, ...rest] = printHeld(person(3));
    expect(readHeld(Uint8Array.from([2, ...rest]))).toBeUndefined();
    expect(readHeld(new Uint8Array())).toBeUndefined();
    expect(readHeld(undefined)).toBeUndefined();
  });

  it('keeps the attributes of 127 feeds; the others are unknown', () => {
    const held = person(130, (n) => saying({ feed: feedMark(`feed ${n}`) }));
    expect(readHeld(printHeld(held))?.attributes.size).toBe(127);
  });

  it('keeps a time before 1970 as 1970', () => {
    const [kept] = readHeld(printHeld(person(1, () => saying({ at: -5 }))))?.attributes.values() ?? [];
    expect(kept?.at).toBe(0);
  });

  it.each([
    ['ten attributes of one feed', person(10), 155],
    ['40 attributes of one feed', person(40), 575],
    ['40 attributes, each of a time of its own', person(40, (n) => saying({ at: n })), 887],
    ['300 attributes of one feed', person(300), 4223],
  ])('has this number of bytes with %s', (_, held, size) => {
    expect(printHeld(held).length).toBe(size);
  });
});
