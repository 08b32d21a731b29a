// Arbitrary CSV files whose records and line numbers are known because they were written, not because they were read.
import fc from 'fast-check';
import type { Dialect } from '../../lambdas/domain/csv/dialect.ts';

export interface CsvFile {
  readonly text: string;
  readonly dialect: Dialect;
  readonly header: readonly string[];
  /** What the file says, in its order. */
  readonly rows: readonly WrittenRow[];
}

/** A row as it was written: offsets are UTF-16 units of the text, the newline excluded. */
export interface WrittenRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly from: number;
  readonly to: number;
}

interface Cell {
  readonly text: string;
  /** Quoted though it need not be. */
  readonly quoted: boolean;
}

interface Row {
  readonly cells: readonly Cell[];
  readonly blankLinesBefore: number;
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;
const LINE_ENDS = ['\n', '\r\n', '\r'] as const;

/** Everything that a reader can stumble over: delimiters, quotes, line ends, several bytes a character, spaces. */
const WILD = ['a', '7', ' ', 'é', '日', '😀', '"', '""', ',', ';', '\t', '|', '\n', '\r\n', '\r', '\ufeff'];
/** The same, but with a letter at either end: a quote around it can be told from a quote out of place. */
const TAME = ['a', 'b c', 'é', '日 😀', 'x"y', 'a,b', 'a;b|c', 'a\tb', 'x\ny', 'x\r\ny', "'7\"'"].map(
  (text) => `w${text}w`,
);

export interface FileOptions {
  readonly cells?: 'wild' | 'tame';
  /** Gives every row a first cell of few values, as an order's name is. */
  readonly grouped?: boolean;
  readonly ragged?: boolean;
  readonly minRows?: number;
  readonly minColumns?: number;
}

/** CSV files of all dialects, with a BOM or without, with blank lines or without, quoted more than need be or not. */
export function csvFile(options: FileOptions = {}): fc.Arbitrary<CsvFile> {
  const shape = fc.record({
    delimiter: fc.constantFrom(...DELIMITERS),
    lineEnd: fc.constantFrom(...LINE_ENDS),
    columns: fc.integer({ min: options.minColumns ?? 1, max: 5 }),
    bom: fc.boolean(),
    finalLineEnd: fc.boolean(),
  });
  return shape.chain((drawn) => {
    const form = { ...drawn, delimiter: drawn.columns === 1 ? ',' : drawn.delimiter } as const;
    const row = rowOf(form.columns, options);
    return fc
      .record({
        header: headerOf(form.columns),
        rows: fc.array(row, { minLength: options.minRows ?? 0, maxLength: 12 }),
      })
      .map(({ header, rows }) => writeFile({ ...form, header, rows }));
  });
}

function rowOf(columns: number, { cells = 'wild', grouped, ragged }: FileOptions): fc.Arbitrary<Row> {
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

/** Distinct names; quoted wherever another delimiter could be read into them. */
function headerOf(columns: number): fc.Arbitrary<readonly Cell[]> {
  const tail = fc.string({ unit: fc.constantFrom(...WILD), maxLength: 4 });
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
  readonly lineEnd: (typeof LINE_ENDS)[number];
  readonly bom: boolean;
  readonly finalLineEnd: boolean;
  readonly header: readonly Cell[];
  readonly rows: readonly Row[];
}

function writeFile({ delimiter, lineEnd, bom, finalLineEnd, header, rows }: Form): CsvFile {
  const dialect: Dialect = { delimiter, newline: lineEnd === '\r' ? '\r' : '\n' };
  const print = (cells: readonly Cell[]) => {
    const alone = cells.length === 1;
    return cells.map((cell) => printCell(cell, delimiter, alone)).join(delimiter);
  };
  let text = (bom ? '\ufeff' : '') + print(header);
  const written = rows.map(({ cells, blankLinesBefore }) => {
    text += lineEnd.repeat(1 + blankLinesBefore);
    const from = text.length;
    text += print(cells);
    const line = text.slice(0, from).split(dialect.newline).length;
    return { line, cells: cells.map((cell) => cell.text), from, to: text.length };
  });
  if (finalLineEnd) text += lineEnd;
  return { text, dialect, header: header.map((cell) => cell.text), rows: written };
}

/** A row's only cell is quoted where it is empty: without quotes it would be a blank line. */
function printCell({ text, quoted }: Cell, delimiter: string, alone: boolean): string {
  const needed = ['"', '\n', '\r', delimiter].some((mark) => text.includes(mark)) || (alone && text === '');
  return quoted || needed ? `"${text.replaceAll('"', '""')}"` : text;
}
