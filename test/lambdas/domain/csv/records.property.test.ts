// The most important promise: for any form of a file, any buffers and any cuts, the records that are read are those that
// were written. csv-parse, on the whole file, is a second reader.
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type CutOptions, cutRecords } from '../../../../lambdas/domain/csv/boundaries.ts';
import { sniffHead } from '../../../../lambdas/domain/csv/head.ts';
import { readRecords } from '../../../../lambdas/domain/csv/records.ts';
import { bufferSizes, collect, inBuffers } from '../../../builders/buffers.ts';
import { type CsvFile, csvFile, QUOTINGS } from '../../../builders/csv-file.ts';
import { cases } from '../../../depth.ts';

const RUNS = cases(1_000);
const anyTarget = fc.integer({ min: 1, max: 150 });
const anyDialect = csvFile({ quotings: QUOTINGS });

describe('cutting a file and reading its spans', () => {
  it('returns the records that were written, with their line numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvFile({ ragged: true, quotings: QUOTINGS }),
        bufferSizes,
        anyTarget,
        async (file, sizes, targetBytes) => {
          const { head, chunks } = await cutAndRead(file, sizes, targetBytes);
          expect(head.header).toEqual(file.header);
          expect(head.dialect.delimiter).toBe(file.dialect.delimiter);
          expect(chunks.flat()).toEqual(file.rows.map(({ line, cells }) => ({ line, cells })));
        },
      ),
      RUNS,
    );
  });

  it('returns what csv-parse reads in the whole file', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvFile({ ragged: true, quotings: ['double', 'backslash'] }),
        bufferSizes,
        anyTarget,
        async (file, sizes, targetBytes) => {
          const { head, chunks } = await cutAndRead(file, sizes, targetBytes);
          const whole = parse(Buffer.from(file.text), {
            bom: true,
            escape: file.dialect.quoting === 'backslash' ? '\\' : '"',
            delimiter: file.dialect.delimiter,
            record_delimiter: ['\n', '\r\n', '\r'],
            relax_column_count: true,
            skip_empty_lines: true,
          });
          expect([head.header, ...chunks.flat().map(({ cells }) => cells)]).toEqual(whole);
        },
      ),
      RUNS,
    );
  });

  it('returns the records of a file with mixed line ends', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvFile({ mixedLineEnds: true, quotings: QUOTINGS }),
        bufferSizes,
        anyTarget,
        async (file, sizes, targetBytes) => {
          const { head, chunks } = await cutAndRead(file, sizes, targetBytes);
          expect(head.header).toEqual(file.header);
          expect(chunks.flat()).toEqual(file.rows.map(({ line, cells }) => ({ line, cells })));
        },
      ),
      RUNS,
    );
  });

  it('leaves no gap and no overlap, and numbers the first line of each span', async () => {
    await fc.assert(
      fc.asyncProperty(anyDialect, bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const bytes = Buffer.from(file.text);
        const { head, spans } = await cutAndRead(file, sizes, targetBytes);
        const ends = [head.bodyStart, ...spans.map(({ end }) => end)];
        expect(spans.map(({ start }) => start)).toEqual(ends.slice(0, -1));
        expect(ends.at(-1)).toBe(bytes.length);
        const lineAt = (at: number) =>
          bytes.subarray(0, at).toString('latin1').split(file.dialect.newline).length;
        for (const { start, end, firstLine, nextLine } of spans)
          expect([firstLine, nextLine]).toEqual([lineAt(start), lineAt(end)]);
      }),
      RUNS,
    );
  });

  it('makes spans of the target size, the same ones for all buffer sizes', async () => {
    await fc.assert(
      fc.asyncProperty(anyDialect, bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const { spans } = await cutAndRead(file, sizes, targetBytes);
        for (const { start, end } of spans.slice(0, -1))
          expect(end - start).toBeGreaterThanOrEqual(targetBytes);
        expect((await cutAndRead(file, [file.text.length * 4], targetBytes)).spans).toEqual(spans);
      }),
      RUNS,
    );
  });
});

describe('cutting a file by groups', () => {
  it('never cuts inside a group, and returns every record', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvFile({ grouped: true, quotings: QUOTINGS }),
        bufferSizes,
        anyTarget,
        async (file, sizes, targetBytes) => {
          const groupOf = (record: Buffer) => {
            const { dialect, header } = file;
            return readRecords(record, { dialect, firstLine: 1, columns: header.length })[0]?.cells[0];
          };
          const { chunks } = await cutAndRead(file, sizes, targetBytes, groupOf);
          expect(chunks.flat()).toEqual(file.rows.map(({ line, cells }) => ({ line, cells })));
          const filled = chunks.filter((records) => records.length > 0);
          for (const [index, records] of filled.slice(1).entries()) {
            expect(records[0]?.cells[0]).not.toBe(filled[index]?.at(-1)?.cells[0]);
          }
        },
      ),
      RUNS,
    );
  });
});

/** Sniffs, cuts and reads a file like Split and Validate. */
async function cutAndRead(
  { text, stated }: CsvFile,
  sizes: readonly number[],
  targetBytes: number,
  groupOf?: CutOptions['groupOf'],
) {
  const bytes = Buffer.from(text);
  const head = sniffHead({ bytes, isWhole: true }, stated);
  const { dialect, header, bodyStart, bodyLine } = head;
  const cut = { dialect, start: bodyStart, firstLine: bodyLine, targetBytes, limitBytes: 1_000_000, groupOf };
  const spans = await collect(cutRecords(inBuffers(bytes.subarray(bodyStart), sizes), cut));
  const chunks = spans.map(({ start, end, firstLine }) =>
    readRecords(bytes.subarray(start, end), { dialect, firstLine, columns: header.length }),
  );
  return { head, spans, chunks };
}
