// What a quote at fault costs, for any neighbors and any cut of the file (docs/decisions/0003).
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutRecords } from '../../../../lambdas/domain/csv/boundaries.ts';
import { sniffHead } from '../../../../lambdas/domain/csv/head.ts';
import { type CsvRecord, readRecords } from '../../../../lambdas/domain/csv/records.ts';
import { bufferSizes, collect, inBuffers } from '../../../builders/buffers.ts';
import { type CsvFile, csvFile, type WrittenRow } from '../../../builders/csv-file.ts';
import { cases } from '../../../depth.ts';

const RUNS = cases(1_000);
const UNCUT = 1_000_000;
const anyTarget = fc.oneof(fc.integer({ min: 1, max: 150 }), fc.constant(UNCUT));

describe('a row with one quote too many or too few', () => {
  it('invents no row: each sound record of other lines is a row that was written', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile('tame'), bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const records = await cutAndRead(file, sizes, targetBytes);
        const own = new Set(ownLines(file.victim, file));
        const sound = records.filter(({ line, damage }) => damage === undefined && !own.has(line));
        for (const { line, cells } of sound)
          expect(file.others).toContainEqual(expect.objectContaining({ line, cells }));
      }),
      RUNS,
    );
  });

  it('changes no row before it, and no row after the next quoted cell', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile('tame'), bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const records = await cutAndRead(file, sizes, targetBytes);
        for (const { line, cells } of certainRows(file)) expect(records).toContainEqual({ line, cells });
      }),
      RUNS,
    );
  });

  it('costs the same, wherever the file is cut', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile('wild'), bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        expect(await cutAndRead(file, sizes, targetBytes)).toEqual(await cutAndRead(file, [UNCUT], UNCUT));
      }),
      RUNS,
    );
  });

  it('loses no text: every character is in a record, sound or damaged', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile('wild'), bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const records = await cutAndRead(file, sizes, targetBytes);
        const found = records.flatMap(({ cells }) => cells).join('');
        expect(textOf(found, file)).toBe(textOf(file.damaged.subarray(file.bodyStart).toString(), file));
      }),
      RUNS,
    );
  });

  it('does not change the line numbers of other rows', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile('wild'), bufferSizes, anyTarget, async (file, sizes, targetBytes) => {
        const lines = (await cutAndRead(file, sizes, targetBytes)).map(({ line }) => line);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
      }),
      RUNS,
    );
  });
});

interface DamagedFile extends CsvFile {
  readonly damaged: Buffer;
  readonly bodyStart: number;
  readonly bodyLine: number;
  readonly victim: WrittenRow;
  readonly others: readonly WrittenRow[];
}

/** A sound file with one quote added to one of its rows, or removed. */
function damagedFile(cells: 'wild' | 'tame'): fc.Arbitrary<DamagedFile> {
  const quotings = ['double', 'backslash'] as const;
  return csvFile({ cells, quotings, minRows: 1, minColumns: 2 }).chain((file) =>
    fc.constantFrom(...file.rows).chain((victim) =>
      fc.integer({ min: victim.from, max: victim.to }).map((at) => {
        const { bodyStart, bodyLine } = sniffHead(
          { bytes: Buffer.from(file.text), isWhole: true },
          file.stated,
        );
        const [before, after] = [file.text.slice(0, at), file.text.slice(at)];
        const damaged = Buffer.from(before + (after.startsWith('"') ? after.slice(1) : `"${after}`));
        return {
          ...file,
          damaged,
          bodyStart,
          bodyLine,
          victim,
          others: file.rows.filter((row) => row !== victim),
        };
      }),
    ),
  );
}

async function cutAndRead(
  { damaged, dialect, header, bodyStart, bodyLine }: DamagedFile,
  sizes: readonly number[],
  targetBytes: number,
): Promise<CsvRecord[]> {
  const cut = { dialect, start: bodyStart, firstLine: bodyLine, targetBytes, limitBytes: UNCUT };
  const spans = await collect(cutRecords(inBuffers(damaged.subarray(bodyStart), sizes), cut));
  return spans.flatMap(({ start, end, firstLine }) =>
    readRecords(damaged.subarray(start, end), { dialect, firstLine, columns: header.length }),
  );
}

function ownLines({ line, cells }: WrittenRow, { dialect }: CsvFile): number[] {
  return cells
    .join('')
    .split(dialect.newline)
    .map((_, index) => line + index);
}

/** The rows before the damaged one, and those after the next row that has text in quotes. */
function certainRows({ rows, victim, text }: DamagedFile): readonly WrittenRow[] {
  const at = rows.indexOf(victim);
  const clear = rows.findIndex((row, index) => index > at && /"[a-z]/i.test(text.slice(row.from, row.to)));
  return [...rows.slice(0, at), ...(clear === -1 ? [] : rows.slice(clear + 1))];
}

/** A text without the quotes, delimiters and line ends of its dialect, and without spaces: those around quotes are lost. */
function textOf(text: string, { dialect }: CsvFile): string {
  return text.replaceAll(/["\\\r\n ]/g, '').replaceAll(dialect.delimiter, '');
}
