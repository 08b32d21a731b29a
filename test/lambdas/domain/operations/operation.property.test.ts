import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  countedRows,
  type Operation,
  printOperation,
  type RowSpan,
  readOperation,
} from '../../../../lambdas/domain/operations/operation.ts';
import { eventOperation, personOperation } from '../../../builders/operation.ts';
import { cases } from '../../../depth.ts';

const anyText = fc.string({
  unit: fc.oneof(fc.constantFrom('\t', '\n', '"', '\u2028'), fc.string({ maxLength: 2 })),
});
const span: fc.Arbitrary<RowSpan> = fc.record({ line: fc.nat(), rows: fc.integer({ min: 1, max: 9 }) });

const again = (operation: Operation) => readOperation(printOperation(operation).slice(0, -1));
const metaLine = (operation: Operation) => JSON.parse(printOperation(operation).split('\t')[0] ?? '');

describe('printOperation', () => {
  it('prints one line, whatever the row contains, that reads as the same operation', () => {
    fc.assert(
      fc.property(anyText, anyText, (key, text) => {
        const operation = eventOperation({ key }, { [text]: text });
        const line = printOperation(operation);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(again(operation)).toEqual(operation);
      }),
      cases(1_000),
    );
  });

  it('keeps the rows, and whether the operation counts them', () => {
    fc.assert(
      fc.property(span, fc.array(span, { maxLength: 2 }), fc.boolean(), (first, others, countsRows) => {
        const operation = eventOperation({ madeFrom: [first, ...others], countsRows });
        expect(again(operation)).toEqual(operation);
      }),
    );
  });

  it('keeps the name and the value of an event, and adds none to a person', () => {
    const order = eventOperation({ name: 'order_placed', value: '12.5' });
    expect(again(order)).toEqual(order);
    expect(Object.keys(again(personOperation()).meta)).not.toContain('name');
  });

  it.each([
    ['the first line and the number of rows', { line: 4, rows: 3 }, { row: 4, rows: 3 }],
    [
      '0 rows and the parts if another operation counts them',
      { line: 4, rows: 3, countsRows: false },
      { row: 4, rows: 0, parts: [{ row: 4, rows: 3 }] },
    ],
    [
      'the parts of merged rows',
      {
        madeFrom: [
          { line: 4, rows: 3 },
          { line: 9, rows: 1 },
        ],
      },
      {
        row: 4,
        rows: 4,
        parts: [
          { row: 4, rows: 3 },
          { row: 9, rows: 1 },
        ],
      },
    ],
  ] as const)('prints, as every version reads it, %s', (_, meta, printed) => {
    const { kind, row, rows, parts, key, person, at, content, ...rest } = metaLine(eventOperation(meta));
    expect({ row, rows, ...(parts && { parts }) }).toEqual(printed);
    expect(rest).toEqual({});
    expect({ kind, key, person, at, content }).toMatchObject({ kind: 'event', person: 'id:ann' });
  });
});

describe('countedRows', () => {
  it.each([
    ['all rows that the operation was made from', {}, 3],
    ['none if another operation counts them', { countsRows: false }, 0],
  ])('is %s', (_, meta, count) => {
    expect(countedRows(eventOperation({ rows: 3, ...meta }).meta)).toBe(count);
  });
});
