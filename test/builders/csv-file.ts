// Arbitrary CSV files whose records and line numbers are known because they were written, not because they were read.
import fc from 'fast-check';
import type { FileOptions } from '../../lambdas/contracts/feed/file-options.ts';
import type { Dialect } from '../../lambdas/domain/csv/dialect.ts';

export interface CsvFile {
  readonly text: string;
  readonly dialect: Dialect;
  /** What a feed must state about it. */
  readonly stated: FileOptions;
  readonly header: readonly string[];
  /** The content of the file, in order. */
  readonly rows: readonly WrittenRow[];
}

/** A row as it was written. Offsets are in UTF-16 units of the text, without the newline. */
export interface WrittenRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Cell {
  readonly text: string;
  /** Quoted although it need not be. */
  readonly quoted: boolean;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly blankLinesBefore: number;
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export const QUOTINGS = ['double', 'backslash', 'none'] as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;

/** Characters that are hard to read: delimiters, quotes, line ends, characters of several bytes, spaces. */
const WILD = [
  ...['a', '7', ' ', 'é', '日', '😀', '"', '""', "'", '\\', '\\N'],
  ...[',', ';', '\t', '|', '\n', '\r\n', '\r', '\ufeff'],
];
/** The same, but with a letter at either end, so that the quotes around it differ from those within it. */
const TAME = ['a', 'b c', 'é', '日 😀', 'x"y', 'a,b', 'a;b|c', 'a\tb', 'x\ny', 'x\r\ny', "'7\"'"].map(
  (text) => `w${text}w`,
);

export interface CsvFileOptions {
  /** The default is `double`. */
  readonly quotings?: readonly Dialect['quoting'][];
  readonly cells?: 'wild' | 'tame';
  /** Gives every row a first cell with one of few values, such as the name of an order. */
  readonly grouped?: boolean;
  readonly ragged?: boolean;
  /** Ends the lines in different ways. */
  readonly mixedLineEnds?: boolean;
  readonly minRows?: number;
  readonly minColumns?: number;
}

/** CSV files of all delimiters and line ends, with a BOM or without, with blank lines or without, quoted more than needed or not. */
export function csvFile(options: CsvFileOptions = {}): fc.Arbitrary<CsvFile> {
  const shape = fc.record({
    delimiter: fc.constantFrom(...DELIMITERS),
    lineEnds: fc.array(fc.constantFrom(...LINE_ENDS), {
      minLength: 1,
      maxLength: options.mixedLineEnds ? 4 : 1,
    }),
    quoting: fc.constantFrom(...(options.quotings ?? (['double'] as const))),
    columns: fc.integer({ min: options.minColumns ?? 1, max: 5 }),
    bom: fc.boolean(),
    finalLineEnd: fc.boolean(),
  });
  return shape.chain((drawn) => {
    // Without quotes, a row with one empty cell is the same as a blank line.
    const columns = drawn.quoting === 'none' ? Math.max(2, drawn.columns) : drawn.columns;
    const form = { ...drawn, columns, delimiter: columns === 1 ? ',' : drawn.delimiter } as const;
    const row = rowOf(form.columns, options);
    return fc
      .record({
        header: headerOf(form.columns),
        rows: fc.array(row, { minLength: options.minRows ?? 0, maxLength: 12 }),
      })
      .map(({ header, rows }) => writeFile({ ...form, header, rows }));
  });
}

function rowOf(columns: number, { cells = 'wild', grouped, ragged }: CsvFileOptions): fc.Arbitrary<Row> {
  const wild = fc.string({ unit: fc.constantFrom(...WILD), maxLength: 8 });
  const cell = fc.record({
    text: cells === 'wild' ? wild : fc.constantFrom('', ...TAME),
    quoted: fc.boolean(),
  });
  const group = fc.record({ text: fc.constantFrom('A', 'B', 'C\n"1"'), quoted: fc.boolean() });
  const one = fc.tuple(
    ...Array.from({ length: columns }, (_, index) => (grouped && index === 0 ? group : cell)),
  );
  const short = fc.array(fc.record({ text: fc.constantFrom('a', 'é'), quoted: fc.boolean() }), {
    minLength: 1,
    maxLength: 7,
  });
  return fc.record({
    cells: ragged ? fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: short }) : one,
    blankLinesBefore: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 }) },
    ),
  });
}

/**
 * Different names, quoted if they contain what looks like another delimiter. They have no invisible characters, which
 * are removed from names: head.test.ts.
 */
function headerOf(columns: number): fc.Arbitrary<readonly Cell[]> {
  const visible = WILD.filter((text) => text !== '\ufeff');
  const tail = fc.string({ unit: fc.constantFrom(...visible), maxLength: 4 });
  return fc
    .tuple(...Array.from({ length: columns }, () => fc.record({ tail, quoted: fc.boolean() })))
    .map((cells) =>
      cells.map(({ tail, quoted }, index) => ({
        text: `c${index}${tail}c`,
        quoted: quoted || DELIMITERS.some((delimiter) => tail.includes(delimiter)),
      })),
    );
}

interface Form {
  readonly delimiter: Dialect['delimiter'];
  readonly quoting: Dialect['quoting'];
  /** Used repeatedly. */
  readonly lineEnds: readonly (typeof LINE_ENDS)[number][];
  readonly bom: boolean;
  readonly finalLineEnd: boolean;
  readonly header: readonly Cell[];
  readonly rows: readonly Row[];
}

function writeFile({ delimiter, lineEnds, quoting, bom, finalLineEnd, header, rows }: Form): CsvFile {
  const lineEndAt = (n: number) => lineEnds[n % lineEnds.length] ?? '\n';
  const used = Array.from({ length: rows.length + (finalLineEnd ? 1 : 0) }, (_, n) => lineEndAt(n));
  const onlyCr = used.length > 0 && used.every((lineEnd) => lineEnd === '\r');
  const dialect: Dialect = { delimiter, newline: onlyCr ? '\r' : '\n', quoting };
  const print = (cells: readonly Cell[]) => {
    const alone = cells.length === 1;
    return cells.map((cell) => PRINT[quoting](cell, delimiter, alone)).join(delimiter);
  };
  let text = (bom ? '\ufeff' : '') + print(header);
  const written = rows.map(({ cells, blankLinesBefore }, n) => {
    text += lineEndAt(n).repeat(1 + blankLinesBefore);
    const from = text.length;
    text += print(cells);
    const line = text.slice(0, from).split(dialect.newline).length;
    return { line, cells: cells.map((cell) => cell.text), from, to: text.length };
  });
  if (finalLineEnd) text += lineEndAt(rows.length);
  // If nothing is quoted, these characters in a text cannot be distinguished from the delimiter.
  const stated = quoting === 'double' ? {} : { quoting, delimiter };
  return { text, dialect, stated, header: header.map((cell) => cell.text), rows: written };
}

const PRINT = {
  double: (cell: Cell, delimiter: string, alone: boolean) =>
    needsQuotes(cell, delimiter, alone) ? `"${cell.text.replaceAll('"', '""')}"` : cell.text,
  backslash: (cell: Cell, delimiter: string, alone: boolean) =>
    needsQuotes(cell, delimiter, alone) ? `"${cell.text.replaceAll(/["\\]/g, '\\$&')}"` : cell.text,
  none: ({ text }: Cell, delimiter: string) =>
    text.replaceAll(new RegExp(`[\\\\\\r\\n"'${delimiter}]`, 'g'), '\\$&'),
} as const;

/** The only cell of a row is quoted if it is empty. Without quotes the row would be a blank line. */
function needsQuotes({ text, quoted }: Cell, delimiter: string, alone: boolean): boolean {
  return quoted || ['"', '\n', '\r', delimiter].some((mark) => text.includes(mark)) || (alone && text === '');
}
