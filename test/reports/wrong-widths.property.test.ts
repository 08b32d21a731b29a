// Files with rows of wrong widths around cells of several lines, which look like rows themselves (docs/decisions/0003). Each
// file is made from marks, so that what must come out is known without reading it.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutRecords } from '../../lambdas/domain/csv/boundaries.ts';
import { eachRecord } from '../../lambdas/domain/csv/records.ts';
import { bufferSizes, collect, inBuffers } from '../builders/buffers.ts';
import { atDepth, cases } from '../depth.ts';
import { drop, peopleOf, pipelineOf } from './dropped.ts';

const HEADER = 'id,email,note';
const COLUMNS = 3;
const DIALECT = { delimiter: ',', newline: '\n', quoting: 'double' } as const;

/** How many cells a row has more than the header, and what is written in its quotes. */
interface Row {
  readonly extra: -1 | 0 | 1 | 2;
  readonly inner: readonly Inner[];
  readonly quotesAll: boolean;
}

/** A line in a cell: a row of another person, or text. */
type Inner = 'row' | 'wide' | 'text' | 'blank' | 'quotes';

const row: fc.Arbitrary<Row> = fc.record({
  extra: fc.constantFrom(0, 0, 0, -1, 1, 2),
  inner: fc.array(fc.constantFrom<Inner>('row', 'row', 'wide', 'text', 'blank', 'quotes'), { maxLength: 5 }),
  quotesAll: fc.boolean(),
});
const rows = fc.array(row, { minLength: 1, maxLength: 25 });

/** `x9…` marks are in cells only: no row has one. */
function innerLine(kind: Inner, n: number, at: number): string {
  const mark = `x9${n}x${at}`;
  const lines = {
    row: `${mark},${mark}@example.com,injected`,
    wide: `${mark},${mark}@example.com,injected,more`,
    text: `some text ${mark}`,
    blank: '',
    quotes: `say "hi" ${mark}`,
  } as const;
  return lines[kind];
}

interface Written {
  readonly line: number;
  readonly lines: number;
  readonly cells: readonly string[];
  readonly text: string;
}

function write(all: readonly Row[]): Written[] {
  let line = 2;
  return all.map(({ extra, inner, quotesAll }, n) => {
    const note = [`begin${n}`, ...inner.map((kind, at) => innerLine(kind, n, at)), `end${n}`].join('\n');
    const plain = [`p${n}`, `p${n}@example.com`, note, 'more', 'most'];
    // Without its e-mail address, the row is too short, but its long cell is whole.
    const cells = extra === -1 ? [`p${n}`, note] : plain.slice(0, COLUMNS + extra);
    const quoted = cells.map((cell) =>
      quotesAll || /[\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    );
    const written = { line, lines: note.split('\n').length, cells, text: quoted.join() };
    line += written.lines;
    return written;
  });
}

const linesOf = (written: readonly Written[]) => written.map(({ text }) => `${text}\n`).join('');

interface Found {
  readonly line: number;
  readonly cells: readonly string[];
  readonly isSound: boolean;
}

/** Cuts and reads a text as Split and Validate do. */
async function readCut(text: string, sizes: readonly number[], targetBytes: number): Promise<Found[]> {
  const bytes = Buffer.from(text);
  const cut = { dialect: DIALECT, start: 0, firstLine: 2, targetBytes, limitBytes: 64 * 1024 * 1024 };
  const spans = await collect(cutRecords(inBuffers(bytes, sizes), cut));
  const found: Found[] = [];
  for (const { start, end, firstLine } of spans)
    eachRecord(
      bytes.subarray(start, end),
      { dialect: DIALECT, firstLine, columns: COLUMNS, refusesLongDamage: true },
      ({ line, cells, damage }) => {
        found.push({ line, cells, isSound: damage === undefined && cells.length === COLUMNS });
      },
    );
  return found;
}

const layout = { sizes: bufferSizes, targetBytes: fc.constantFrom(1, 80, 1_000_000) };

describe('100 files with rows of wrong widths around cells of several lines', () => {
  it('give each row once, with its cells whole, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ rows, ...layout }), async (file) => {
        const written = write(file.rows);
        const found = await readCut(linesOf(written), file.sizes, file.targetBytes);
        expect(found).toEqual(
          written.map(({ line, cells }) => ({ line, cells, isSound: cells.length === COLUMNS })),
        );
      }),
      cases(2_000),
    );
  });

  it('are imported without the text in cells: the rows of wrong widths are rejected, the others are sent', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom(1, 100, 1_000_000), async (all, chunkBytes) => {
        const written = write(all);
        const world = pipelineOf({
          people: { kind: 'people', identifiers: [{ as: 'id', columns: ['id'] }] },
        });
        const body = `${HEADER}\n${linesOf(written)}`;
        const dropped = await drop(world, 'people/file.csv', body, { chunkBytes, partitions: 2 });
        const isRight = ({ cells }: Written) => cells.length === COLUMNS;
        expect(peopleOf(dropped).sort()).toEqual(
          written
            .filter(isRight)
            .map(({ cells }) => cells[0])
            .sort(),
        );
        expect(dropped.rejected).toEqual(
          written.filter((one) => !isRight(one)).map(({ line }) => `${line} column_count`),
        );
        expect(dropped.report.unfinished).toBe(0);
      }),
      { numRuns: atDepth({ short: 12, full: 100 }) },
    );
  }, 120_000);
});

describe('a quote at fault in a cell of several lines', () => {
  const damaged = fc.record({ before: rows, victim: row, after: rows, ...layout });

  it('between two letters costs its own row, whatever the lines of the cell look like', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async ({ before, victim, after, sizes, targetBytes }) => {
        const written = write([...before, { ...victim, extra: 0 }, ...after]);
        const text = linesOf(
          written.map((one, n) =>
            n === before.length ? { ...one, text: one.text.replace('begin', 'be"gin') } : one,
          ),
        );
        const found = await readCut(text, sizes, targetBytes);
        const others = written.filter((_, n) => n !== before.length);
        const own = written[before.length] as Written;
        const isOwn = ({ line }: Found) => line >= own.line && line < own.line + own.lines;
        expect(found.filter((one) => !isOwn(one))).toEqual(
          others.map(({ line, cells }) => ({ line, cells, isSound: cells.length === COLUMNS })),
        );
        expect(found.filter(isOwn).filter(({ isSound }) => isSound)).toEqual([]);
        expectWholeText(found, text);
      }),
      cases(2_000),
    );
  });

  it('that is not closed costs the lines up to the next quoted cell, and none of them becomes a row', async () => {
    await fc.assert(
      fc.asyncProperty(damaged, async ({ before, victim, after, sizes, targetBytes }) => {
        const written = write([...before, { ...victim, extra: 0, quotesAll: false }, ...after]);
        const text = linesOf(
          written.map((one, n) => (n === before.length ? { ...one, text: one.text.replace(/"$/, '') } : one)),
        );
        const found = await readCut(text, sizes, targetBytes);
        const before2 = written.slice(0, before.length);
        expect(found.slice(0, before.length)).toEqual(
          before2.map(({ line, cells }) => ({ line, cells, isSound: cells.length === COLUMNS })),
        );
        // The cells of all rows have several lines, so the next row ends the damage.
        const certain = written.slice(before.length + 2);
        expect(found.slice(found.length - certain.length)).toEqual(
          certain.map(({ line, cells }) => ({ line, cells, isSound: cells.length === COLUMNS })),
        );
        for (const { isSound, cells } of found) if (isSound) expect(cells[0]).toMatch(/^p\d+$/);
        expectWholeText(found, text);
      }),
      cases(2_000),
    );
  });

  /** Every character but quotes, delimiters and line ends is in one record. */
  function expectWholeText(found: readonly Found[], text: string): void {
    const bare = (some: string) => some.replaceAll(/[",\n ]/g, '');
    expect(bare(found.flatMap(({ cells }) => cells).join(''))).toBe(bare(text));
  }
});

describe('the most that a quote that is not closed can cost', () => {
  const read = (lines: number, lineBytes: number) => {
    const plain = Array.from({ length: lines }, (_, n) => `x9${n},${'y'.repeat(lineBytes)},z`).join('\n');
    const text = `p1,p1@example.com,fine\np2,p2@example.com,"open\n${plain}\np3,"p3",fine\np4,p4@example.com,fine\n`;
    return readCut(text, [65_536], 1_000_000_000);
  };

  it.each([
    ['990 lines', 990, 1],
    ['almost 1 MiB', 100, 10_400],
  ])('is %s, which are rejects', async (_, lines, lineBytes) => {
    const found = await read(lines, lineBytes);
    expect(found.filter(({ isSound }) => isSound).map(({ cells }) => cells[0])).toEqual(['p1', 'p4']);
    expect(found).toHaveLength(lines + 4);
  });

  it.each([
    ['1,010 lines', 1_010, 1],
    ['more than 1 MiB', 101, 10_400],
  ])('is exceeded by %s, and the file is refused', async (_, lines, lineBytes) => {
    await expect(read(lines, lineBytes)).rejects.toMatchObject({ code: 'unclear_quotes' });
  });
});

describe('the most that a row of a wrong width can cost', () => {
  const read = (inner: number, lineBytes: number, extra: string) => {
    const note = Array.from({ length: inner }, (_, n) => `x9${n},${'y'.repeat(lineBytes)},z`).join('\n');
    return readCut(`p1,p1@example.com,"${note}"${extra}\np2,p2@example.com,fine\n`, [65_536], 1_000_000_000);
  };

  it.each([
    ['990 lines', 990, 1],
    ['almost 1 MiB', 100, 10_400],
  ])('is one reject of %s', async (_, inner, lineBytes) => {
    const found = await read(inner, lineBytes, ',more');
    expect(found.map(({ isSound, cells }) => [isSound, cells[0]])).toEqual([
      [false, 'p1'],
      [true, 'p2'],
    ]);
  });

  it.each([
    ['1,010 lines', 1_010, 1],
    ['more than 1 MiB', 101, 10_400],
  ])('is over the limit with %s, and the file is refused', async (_, inner, lineBytes) => {
    await expect(read(inner, lineBytes, ',more')).rejects.toMatchObject({ code: 'unclear_quotes' });
  });

  it.each([
    ['5,000 lines', 5_000, 1],
    ['4 MiB', 400, 10_400],
  ])('does not concern a sound row of the right width with %s', async (_, inner, lineBytes) => {
    const found = await read(inner, lineBytes, '');
    expect(found.map(({ isSound, cells }) => [isSound, cells[0]])).toEqual([
      [true, 'p1'],
      [true, 'p2'],
    ]);
  });
});
