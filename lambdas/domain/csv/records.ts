// Reads the bytes of a chunk as CSV records with line numbers. After a damaged line, reading continues.
import { parse } from 'csv-parse/sync';
import { countBytes } from './boundaries.ts';
import type { Dialect } from './dialect.ts';
import { parseFirstRecord, parserOptions, readEscaped } from './parse-records.ts';
import { byteString, type TextFault, textFault } from './sound-text.ts';
import { strictReader } from './strict-records.ts';

/** One record with its cells unchanged. */
export interface CsvRecord {
  /**
   * 1-based number of the line in the file on which the record starts. If line ends are mixed, records that are
   * separated by the other line end (a single CR in a file with LF) have the same line.
   */
  readonly line: number;
  readonly cells: readonly string[];
  /**
   * Why the record cannot be used. Its cells are then a best guess for rejects.csv. With `invalid_encoding`, they have
   * one character per byte and are written as latin1.
   */
  readonly damage?: 'broken_quotes' | 'unterminated_quote' | TextFault;
}

/** Whether a record is a row of nothing but delimiters and spaces. Spreadsheets write such rows below a table. */
export function isBlank({ cells, damage }: CsvRecord): boolean {
  return damage === undefined && cells.length > 1 && cells.every((cell) => cell.trim() === '');
}

export interface ReadOptions {
  readonly dialect: Dialect;
  /** Line number of the first byte. */
  readonly firstLine: number;
  /** The number of columns in the header. After damage, reading continues at the next line with this many cells. */
  readonly columns: number;
}

/** Receives the record in the bytes `[start, end)`, in the order of the file. */
type Take = (cells: readonly string[], start: number, end: number, damage?: CsvRecord['damage']) => void;

/** Returns all records that `eachRecord` finds. */
export function readRecords(bytes: Buffer, options: ReadOptions): CsvRecord[] {
  const records: CsvRecord[] = [];
  eachRecord(bytes, options, (record) => records.push(record));
  return records;
}

/**
 * Calls `take` with each record, in order. Blank lines are skipped, and damaged lines are records with `damage`. The
 * records of a chunk need many times the memory of its bytes, so they are not collected.
 */
export function eachRecord(bytes: Buffer, options: ReadOptions, take: (record: CsvRecord) => void): void {
  const lineAt = lineCounter(bytes, options);
  const allSound = textFault(bytes) === undefined;
  const found: Take = (cells, start, end, damage) => {
    const line = lineAt(start);
    const fault = allSound ? undefined : textFault(bytes.subarray(start, end));
    if (fault === 'invalid_encoding') {
      const raw = Buffer.from(byteString(bytes.subarray(start, end)));
      take({ line, cells: guessCells(raw, options.dialect), damage: fault });
    } else {
      const why = fault ?? damage;
      take(why === undefined ? { line, cells } : { line, cells, damage: why });
    }
  };
  if (options.dialect.quoting === 'none') {
    for (const { cells, start, end } of readEscaped(bytes, options.dialect)) found(cells, start, end);
  } else {
    readQuoted(bytes, options, allSound, found);
  }
}

function readQuoted(bytes: Buffer, options: ReadOptions, allSound: boolean, take: Take): void {
  const { delimiter, newline, quoting } = options.dialect;
  const isStrict = allSound && quoting === 'double' && newline === '\n';
  const readStrict = isStrict ? strictReader(bytes, delimiter, options.columns) : undefined;
  for (let at = 0; at < bytes.length; ) {
    if (readStrict) at = readStrict(at, take);
    const damage = readSound(bytes, at, options, take);
    if (damage === undefined) return;
    const stray = damage.code === 'INVALID_OPENING_QUOTE' && readStrayQuotes(bytes, damage.start, options);
    if (stray) take(stray.cells, damage.start, stray.end);
    at = stray ? stray.end : skipDamage(bytes, damage.start, options, take);
  }
}

interface Damage {
  /** The code of csv-parse, or `RUNAWAY_QUOTE` for a quoted cell over several lines in a record of the wrong width. */
  readonly code: string;
  readonly start: number;
}

const QUOTE_ERRORS = ['INVALID_OPENING_QUOTE', 'CSV_INVALID_CLOSING_QUOTE', 'CSV_QUOTE_NOT_CLOSED'];

/** Calls `take` with sound records until the end or the first damage. */
function readSound(bytes: Buffer, from: number, options: ReadOptions, take: Take): Damage | undefined {
  let start = skipNewlines(bytes, from);
  const runaway = new Error('a quoted cell has several lines');
  try {
    parse(bytes.subarray(from), {
      ...parserOptions(options.dialect),
      on_record: (cells: string[], context: { readonly bytes: number }) => {
        if (cells.length !== options.columns && cells.some(spansLines)) throw runaway;
        const end = from + context.bytes;
        take(cells, start, end);
        start = skipNewlines(bytes, end);
        return null;
      },
    });
    return undefined;
  } catch (error) {
    const code = error === runaway ? 'RUNAWAY_QUOTE' : String((error as { code?: unknown }).code);
    if (error !== runaway && !QUOTE_ERRORS.includes(code)) throw error;
    return { code, start };
  }
}

/** Reads a line literally if its only fault is a quote within unquoted text, as in `5" pipe`, and its width is right. */
function readStrayQuotes(bytes: Buffer, start: number, options: ReadOptions) {
  const end = lineEnd(bytes, start, options.dialect);
  const cells = guessCells(bytes.subarray(start, end), options.dialect);
  return cells.length === options.columns && !cells.some((cell) => cell.startsWith('"')) && { cells, end };
}

/** Marks lines as damaged, from `start` until a line fits the header. Returns the offset of that line. */
function skipDamage(bytes: Buffer, start: number, options: ReadOptions, take: Take): number {
  const firstEnd = lineEnd(bytes, start, options.dialect);
  const open = hasOpenQuote(bytes.subarray(start, firstEnd), options.dialect);
  let at = start;
  do {
    const end = lineEnd(bytes, at, options.dialect);
    const cells = guessCells(bytes.subarray(at, end), options.dialect);
    if (cells.length > 0) take(cells, at, end, open ? 'unterminated_quote' : 'broken_quotes');
    at = end;
  } while (at < bytes.length && !fitsHeader(bytes, at, options));
  return at;
}

/** Much longer than a sound record. It bounds the cost of reading ahead. */
const LOOK_AHEAD_BYTES = 1024 * 1024;

function fitsHeader(bytes: Buffer, at: number, { dialect, columns }: ReadOptions): boolean {
  const line = lineText(bytes.subarray(at, lineEnd(bytes, at, dialect)));
  if (line !== '' && isPlain(line)) return line.split(dialect.delimiter).length === columns;
  try {
    return parseFirstRecord(bytes.subarray(at, at + LOOK_AHEAD_BYTES), dialect).length === columns;
  } catch {
    return false;
  }
}

function guessCells(record: Buffer, dialect: Dialect): readonly string[] {
  const text = lineText(record);
  if (text === '') return [];
  if (isPlain(text)) return text.split(dialect.delimiter);
  if (dialect.quoting === 'none') return parseFirstRecord(record, dialect);
  try {
    return (parse(text, { ...parserOptions(dialect), relax_quotes: true }) as string[][])[0] ?? [];
  } catch {
    return text.split(dialect.delimiter);
  }
}

function lineText(line: Buffer): string {
  let end = line.length;
  while (isLineEnd(line[end - 1])) end--;
  return line.toString('utf8', 0, end);
}

/** Without quotes and escapes, no parser is needed. This saves time if a million lines are damaged. */
function isPlain(line: string): boolean {
  return !/["\\]/.test(line);
}

/** The result must be called with the start of each record, in order. */
function lineCounter(bytes: Buffer, { dialect, firstLine }: ReadOptions): (offset: number) => number {
  const newline = dialect.newline.charCodeAt(0);
  let line = firstLine;
  let next = bytes.indexOf(newline);
  return (offset) => {
    for (; next !== -1 && next < offset; next = bytes.indexOf(newline, next + 1)) line++;
    return line;
  };
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function spansLines(cell: string): boolean {
  return cell.includes('\n') || cell.includes('\r');
}

function hasOpenQuote(line: Buffer, { quoting }: Dialect): boolean {
  if (quoting !== 'backslash') return countBytes(line, 0x22, 0, line.length) % 2 === 1;
  return line.toString('latin1').replaceAll(/\\./g, '').split('"').length % 2 === 0;
}

function skipNewlines(bytes: Buffer, from: number): number {
  let at = from;
  while (isLineEnd(bytes[at])) at++;
  return at;
}

/** The end of the line by either line end, because csv-parse ends a record at both. */
function lineEnd(bytes: Buffer, from: number, dialect: Dialect): number {
  const newline = bytes.indexOf(dialect.newline, from);
  const end = newline === -1 ? bytes.length : newline + 1;
  const other = bytes.subarray(from, end).indexOf(dialect.newline === '\n' ? '\r' : '\n');
  return other === -1 ? end : from + other + 1;
}
