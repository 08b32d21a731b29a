import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  contentHash,
  eventKey,
  eventUlid,
  partitionOf,
  personKey,
  seenKey,
} from '../../../../lambdas/domain/operations/keys.ts';

describe('personKey', () => {
  it('is the same for an e-mail in any case', () => {
    expect(personKey('email', 'Ann@Example.ORG')).toBe(personKey('email', 'ann@example.org'));
  });

  it.each(['id', 'phone'] as const)('differs for an %s in another case', (as) => {
    expect(personKey(as, 'A1')).not.toBe(personKey(as, 'a1'));
  });

  it('differs for an id and an e-mail with the same value', () => {
    expect(personKey('id', 'ann@example.org')).not.toBe(personKey('email', 'ann@example.org'));
  });
});

describe('eventKey', () => {
  /** No CSV text contains a NUL. */
  const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  const event = fc.tuple(value, fc.array(value, { minLength: 1, maxLength: 3 }));

  it('differs for names and values that look the same when joined', () => {
    expect(eventKey('order', ['12', '3'])).not.toBe(eventKey('order', ['1', '23']));
    expect(eventKey('order1', ['2'])).not.toBe(eventKey('order', ['12']));
  });

  it('differs for two events with the same values, such as an order and its refund', () => {
    expect(eventKey('order_placed', ['1001'])).not.toBe(eventKey('order_refunded', ['1001']));
  });

  it('is the same only for the same name and values', () => {
    fc.assert(
      fc.property(event, event, ([name, values], [otherName, otherValues]) => {
        const same = JSON.stringify([name, values]) === JSON.stringify([otherName, otherValues]);
        expect(eventKey(name, values) === eventKey(otherName, otherValues)).toBe(same);
      }),
    );
  });
});

describe('eventUlid', () => {
  it('is the same in every import, and differs in another workspace', () => {
    const key = eventKey('order_placed', ['1001']);
    expect(eventUlid('main', key)).toBe(eventUlid('main', key));
    expect(eventUlid('main', key)).not.toBe(eventUlid('test', key));
  });
});

describe('contentHash', () => {
  it('is short, and differs for other content', () => {
    expect(contentHash('{"a":1}')).toMatch(/^[\w-]{16}$/);
    expect(contentHash('{"a":1}')).not.toBe(contentHash('{"a":2}'));
  });
});

describe('partitionOf', () => {
  it('is always the same partition for a person', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000 }), (person, partitions) => {
        const partition = partitionOf(person, partitions);
        expect(partition).toBeGreaterThanOrEqual(0);
        expect(partition).toBeLessThan(partitions);
        expect(partitionOf(person, partitions)).toBe(partition);
      }),
    );
  });

  it('distributes persons evenly', () => {
    const counts = new Array<number>(10).fill(0);
    for (let n = 0; n < 10_000; n++) {
      const partition = partitionOf(`id:${n}`, 10);
      counts[partition] = (counts[partition] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

describe('seenKey', () => {
  const key = seenKey('secret', 'main', 'event', 'order_placed\0ann@example.org');

  it('is a hash of 128 bits that shows no part of the key', () => {
    expect(key).toMatch(/^[\w-]{22}$/);
  });

  it.each([
    ['secret', seenKey('other', 'main', 'event', 'order_placed\0ann@example.org')],
    ['workspace', seenKey('secret', 'test', 'event', 'order_placed\0ann@example.org')],
    ['kind', seenKey('secret', 'main', 'person', 'order_placed\0ann@example.org')],
    ['key', seenKey('secret', 'main', 'event', 'order_placed\0bob@example.org')],
  ])('differs with another %s', (_, other) => {
    expect(other).not.toBe(key);
  });
});
