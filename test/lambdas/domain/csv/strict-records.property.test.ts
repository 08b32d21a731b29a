import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parserOptions } from '../../../../lambdas/domain/csv/parse-records.ts';
import { printRecord } from '../../../../lambdas/domain/csv/print-record.ts';
import { strictReader } from '../../../../lambdas/domain/csv/strict-records.ts';
import { cases } from '../../../depth.ts';

const RUNS = cases(20_000);
const COLUMNS = 3;
const DIALECT = { delimiter: ',', newline: '\n', quoting: 'double' } as const;

/** Text with every pair of quotes, delimiters and line ends. */
const marks = fc.constantFrom(',', '"', '""', '\n', '\r\n', '\r', 'a', ' ', 'é', '抹', ';');
const damaged = fc.array(marks, { maxLength: 24 }).map((pieces) => pieces.join(''));
const cells = fc.array(
  fc.array(marks, { maxLength: 4 }).map((pieces) => pieces.join('')),
  {
    minLength: 1,
    maxLength: 5,
  },
);
/** Whole records, with text after them that may not be a record. */
const sound = fc
  .tuple(fc.array(cells, { maxLength: 5 }), damaged)
  .map(([records, rest]) => records.map((record) => printRecord(record, ',')).join('') + rest);

interface Found {
  readonly cells: readonly string[];
  readonly text: string;
}

function readStrictly(text: string): { readonly records: readonly Found[]; readonly stop: number } {
  const bytes = Buffer.from(text);
  const records: Found[] = [];
  const stop = strictReader(
    bytes,
    ',',
    COLUMNS,
  )(0, (found, start, end) => records.push({ cells: found, text: bytes.toString('utf8', start, end) }));
  return { records, stop };
}

/** The records that csv-parse reads before its first error. */
function readByReference(bytes: Buffer): { readonly records: readonly string[][]; readonly failed: boolean } {
  const records: string[][] = [];
  try {
    const on_record = (record: string[]) => {
      records.push(record);
      return null;
    };
    parse(bytes, { ...parserOptions(DIALECT), on_record });
    return { records, failed: false };
  } catch {
    return { records, failed: true };
  }
}

describe('strictReader', () => {
  it('reads what csv-parse reads, and stops at the start of the first record that is not strict', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, sound), (text) => {
        const bytes = Buffer.from(text);
        const { records, stop } = readStrictly(text);
        const found = records.map((record) => record.cells);
        expect(found).toEqual(readByReference(bytes).records.slice(0, found.length));
        expect(readByReference(bytes.subarray(0, stop))).toEqual({ records: found, failed: false });
      }),
      RUNS,
    );
  });

  it('returns the bytes of each record', () => {
    fc.assert(
      fc.property(sound, (text) => {
        for (const { cells: found, text: own } of readStrictly(text).records) {
          expect(readByReference(Buffer.from(own)).records).toEqual([found]);
        }
      }),
    );
  });

  it('reads all of a sound file but records of another width with several lines', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.array(fc.string({ unit: marks, maxLength: 4 }), { minLength: COLUMNS, maxLength: COLUMNS }),
        ),
        (rows) => {
          const text = rows.map((row) => printRecord(row, ',')).join('');
          expect(readStrictly(text).records.map((record) => record.cells)).toEqual(rows);
        },
      ),
    );
  });

  it.each([
    ['a quote within a plain cell', 'a,b,c\nd,5" pipe,e\n', 6],
    ['text after a closing quote', 'a,b,c\n"d"x,e,f\n', 6],
    ['a quote that never closes', 'a,b,c\n"d,e,f\n', 6],
    ['a line end of old Macs', 'a,b,c\rd,e,f\n', 0],
    ['a record of another width with several lines', 'a,b,c\n"d\ne",f\n', 6],
  ])('stops at %s', (_, text, stop) => {
    expect(readStrictly(text).stop).toBe(stop);
  });
});
