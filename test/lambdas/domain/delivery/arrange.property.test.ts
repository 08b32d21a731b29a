import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arrange } from '../../../../lambdas/domain/delivery/arrange.ts';
import type { PersonItem } from '../../../../lambdas/domain/operations/item.ts';
import { countedRows, type Operation } from '../../../../lambdas/domain/operations/operation.ts';
import { eventOperation, NEW_YEAR, personOperation } from '../../../builders/operation.ts';
import { cases } from '../../../depth.ts';

const RUNS = cases(1_000);
const person = fc.constantFrom('id:ann', 'id:bob', 'id:cleo');
const rows = fc.integer({ min: 1, max: 3 });

const anEvent = fc
  .record({
    person,
    rows,
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    at: fc.integer({ min: NEW_YEAR, max: NEW_YEAR + 3 }),
    content: fc.constantFrom('x', 'y'),
  })
  .map((meta) => eventOperation(meta));

const anUpdate = fc
  .record({
    person,
    rows,
    attributes: fc.dictionary(fc.constantFrom('plan', 'city'), fc.constantFrom('x', 'y')),
  })
  .map(({ attributes, ...meta }) => personOperation(attributes, meta));

const movedTo = (one: Operation, line: number): Operation => ({
  ...one,
  meta: { ...one.meta, madeFrom: [{ ...one.meta.madeFrom[0], line }] },
});

/** A partition's operations in the order of the file. */
const fileOf = (operation: fc.Arbitrary<Operation>) =>
  fc.array(operation, { maxLength: 12 }).map((all) => all.map(movedTo));

const rowsOf = (operations: readonly Operation[]) =>
  operations.reduce((sum, { meta }) => sum + countedRows(meta), 0);

describe('arrange', () => {
  it('has every row in an operation that is sent, or among the duplicates', () => {
    fc.assert(
      fc.property(fileOf(fc.oneof(anEvent, anUpdate)), (operations) => {
        const { persons, duplicates } = arrange(operations);
        expect(rowsOf(persons.flat()) + duplicates.rows).toBe(rowsOf(operations));
        expect(duplicates.conflicts).toBeLessThanOrEqual(duplicates.rows);
      }),
      RUNS,
    );
  });

  it('keeps the operations of each person together', () => {
    fc.assert(
      fc.property(fileOf(fc.oneof(anEvent, anUpdate)), (operations) => {
        const groups = arrange(operations).persons.map(
          (group) => new Set(group.map(({ meta }) => meta.person)),
        );
        const sent = new Set(
          arrange(operations)
            .persons.flat()
            .map(({ meta }) => meta.person),
        );
        expect(groups).toEqual([...sent].map((one) => new Set([one])));
      }),
      RUNS,
    );
  });

  it('sends each event once, the first of its key, in the order of times', () => {
    fc.assert(
      fc.property(fileOf(anEvent), (operations) => {
        const firsts = operations.filter(
          ({ meta }, at) => operations.findIndex((other) => other.meta.key === meta.key) === at,
        );
        const { persons } = arrange(operations);
        expect(new Set(persons.flat())).toEqual(new Set(firsts));
        for (const group of persons) {
          const times = group.map(({ meta }) => meta.at);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      }),
      RUNS,
    );
  });

  it('identifies a person once, with the result of all rows in their order', () => {
    fc.assert(
      fc.property(fileOf(anUpdate), (operations) => {
        for (const group of arrange(operations).persons) {
          const [only, ...others] = group.map(({ item }) => JSON.parse(item) as PersonItem);
          const own = operations.filter(({ meta }) => meta.person === group[0]?.meta.person);
          const applied = own.map(({ item }) => (JSON.parse(item) as PersonItem).attributes);
          expect(only?.attributes).toEqual(Object.assign({}, ...applied));
          expect(others).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('has the same result each time, because a checkpoint relies on it', () => {
    fc.assert(
      fc.property(fileOf(fc.oneof(anEvent, anUpdate)), (operations) => {
        expect(arrange(structuredClone(operations))).toEqual(arrange(operations));
      }),
    );
  });
});
