import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addTogether,
  BATCH_LIMIT_BYTES,
  BATCH_LIMIT_ITEMS,
  type Batch,
  emptyBatch,
  printBatch,
} from '../../../../lambdas/domain/delivery/pack.ts';
import type { Operation } from '../../../../lambdas/domain/operations/operation.ts';
import { eventOperation, operationOfBytes } from '../../../builders/operation.ts';

/** The operations of one person: a few large ones, or many small ones. */
const large = fc.array(fc.integer({ min: 100, max: 31_000 }), { minLength: 1, maxLength: 8 });
const many = fc.integer({ min: 1, max: 700 }).map((count) => new Array<number>(count).fill(100));
const persons = fc
  .array(fc.oneof(large, many), { minLength: 1, maxLength: 8 })
  .map((all) => all.map((sizes, n) => sizes.map((bytes) => operationOfBytes(bytes, { person: `id:${n}` }))));

/** Packs persons one after the other. Each of them fits into one batch. */
function pack(groups: readonly (readonly Operation[])[]): Batch[] {
  const batches = [emptyBatch()];
  for (const group of groups) {
    if (addTogether(batches.at(-1) ?? emptyBatch(), group)) continue;
    const next = emptyBatch();
    expect(addTogether(next, group)).toBe(true);
    batches.push(next);
  }
  return batches;
}

describe('addTogether', () => {
  it('never makes a batch that Customer.io would decline because of its size', () => {
    fc.assert(
      fc.property(persons, (groups) => {
        for (const { operations, bytes } of pack(groups)) {
          const sent = Buffer.byteLength(printBatch(operations));
          expect(sent).toBeLessThanOrEqual(bytes);
          expect(bytes).toBeLessThanOrEqual(BATCH_LIMIT_BYTES);
          expect(operations.length).toBeLessThanOrEqual(BATCH_LIMIT_ITEMS);
        }
      }),
    );
  });

  it('keeps operations that belong together in one batch, and loses none', () => {
    fc.assert(
      fc.property(persons, (groups) => {
        const batches = pack(groups);
        expect(batches.flatMap(({ operations }) => operations)).toEqual(groups.flat());
        const places = batches.map(({ operations }) => new Set(operations.map(({ meta }) => meta.person)));
        for (const [{ meta }] of groups as [Operation][]) {
          expect(places.filter((place) => place.has(meta.person))).toHaveLength(1);
        }
      }),
    );
  });

  it('counts bytes, not characters', () => {
    const batch = emptyBatch();
    const emoji = { ...eventOperation(), item: JSON.stringify('😀'.repeat(BATCH_LIMIT_BYTES / 4)) };
    expect(addTogether(batch, [emoji])).toBe(false);
  });

  it('does not change a batch if not all operations fit', () => {
    const batch = emptyBatch();
    addTogether(batch, [operationOfBytes(1_000)]);
    const before = structuredClone(batch);
    expect(addTogether(batch, [operationOfBytes(10), operationOfBytes(BATCH_LIMIT_BYTES)])).toBe(false);
    expect(batch).toEqual(before);
  });

  it('fills a batch up to the last byte and the last item', () => {
    const room = BATCH_LIMIT_BYTES - emptyBatch().bytes - 1;
    expect(addTogether(emptyBatch(), [operationOfBytes(room)])).toBe(true);
    expect(addTogether(emptyBatch(), [operationOfBytes(room + 1)])).toBe(false);
    const items = Array.from({ length: BATCH_LIMIT_ITEMS }, () => operationOfBytes(100));
    expect(addTogether(emptyBatch(), items)).toBe(true);
    expect(addTogether(emptyBatch(), [...items, operationOfBytes(100)])).toBe(false);
  });
});

describe('printBatch', () => {
  it('prints the body of a batch request', () => {
    const operations = [eventOperation({ key: 'a' }, { total: 5 }), eventOperation({ key: 'b' })];
    expect(JSON.parse(printBatch(operations))).toEqual({
      batch: operations.map(({ item }) => JSON.parse(item)),
    });
    expect(JSON.parse(printBatch([]))).toEqual({ batch: [] });
  });
});
