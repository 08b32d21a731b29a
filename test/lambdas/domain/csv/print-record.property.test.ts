import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printRecord } from '../../../../lambdas/domain/csv/print-record.ts';
import { readRecords } from '../../../../lambdas/domain/csv/records.ts';
import { DELIMITERS } from '../../../builders/csv-file.ts';
import { cases } from '../../../depth.ts';

const cell = fc.string({
  unit: fc.constantFrom('a', ' ', '"', ',', ';', '\t', '|', '\n', '\r', '=', '😀'),
  maxLength: 6,
});

describe('printRecord', () => {
  it('prints what is read as the same record', () => {
    const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(records, fc.constantFrom(...DELIMITERS), (written, delimiter) => {
        for (const cells of written) {
          const options = {
            dialect: { delimiter, newline: '\n', quoting: 'double' },
            firstLine: 1,
            columns: cells.length,
          } as const;
          expect(readRecords(Buffer.from(printRecord(cells, delimiter)), options)).toEqual([
            { line: 1, cells },
          ]);
        }
      }),
      cases(1_000),
    );
  });
});
