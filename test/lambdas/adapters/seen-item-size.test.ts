// How large the items of people are in DynamoDB, which charges by the kilobyte.
import { describe, expect, it } from '@jest/globals';
import { printHeld } from '../../../lambdas/domain/delivery/held-person.ts';
import type { SeenKey } from '../../../lambdas/domain/operations/keys.ts';
import { memorySeenTable } from '../../fakes/memory-tables.ts';

const ARRIVED_AT = 1_767_225_600;

/** Bytes by the rules of the developer guide, "DynamoDB Item sizes and formats". */
function bytesOf(item: object): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + bytesOfValue(value), 0);
}
function bytesOfValue(value: unknown): number {
  // One byte for two digits, without zeros at the end, and one more.
  if (typeof value === 'number') return Math.ceil(String(value).replace(/0+$/, '').length / 2) + 1;
  return typeof value === 'string' ? Buffer.byteLength(value) : (value as Uint8Array).length;
}

/** @param times how many times of data its attributes have. */
async function sizeOf(attributes: number, times: number): Promise<number> {
  const table = memorySeenTable();
  const key = 'k'.repeat(22) as SeenKey;
  const held = new Map(
    Array.from({ length: attributes }, (_, n) => [
      String(n).padStart(6),
      { value: 'v'.repeat(8), feed: 'feed', at: ARRIVED_AT + (n % times), dated: false, sentDay: 20_454 },
    ]),
  );
  const origin = {
    importId: 'customer-x-20260101T000000-12345678',
    feed: 'customer-x',
    arrivedAt: ARRIVED_AT * 1000,
  };
  const person = printHeld({ exists: true, hasConsent: false, attributes: held });
  await table.record([{ key, ...origin, content: 'c'.repeat(16), at: ARRIVED_AT, attributes: person }]);
  return bytesOf(table.items.get(key) ?? {});
}

describe('the item of a person', () => {
  it.each([
    [10, 1, 1],
    [40, 1, 1],
    [40, 40, 1],
    [300, 1, 5],
    [300, 300, 7],
  ])('with %d attributes of %d times costs %d writes', async (attributes, times, writes) => {
    expect(Math.ceil((await sizeOf(attributes, times)) / 1024)).toBe(writes);
  });

  it.each([
    [10, 0.3],
    [40, 0.7],
    [300, 4.3],
  ])('with %d attributes of one file has %d KB', async (attributes, kilobytes) => {
    expect((await sizeOf(attributes, 1)) / 1024).toBeCloseTo(kilobytes, 1);
  });
});
