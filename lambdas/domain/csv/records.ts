// Reads the bytes of a chunk as CSV records with line numbers. After a damaged line, reading continues.
import { parse } from 'csv-parse/sync';
import type { RejectCode } from '../reject.ts';
import { countBytes, unclearQuotes } from './boundaries.ts';
import type { Dialect } from './dialect.ts';
import { parseFirstRecord, parserOptions, readEscaped } from './parse-records.ts';
import { isRejectColumn, REJECT_HASH_COLUMN } from './print-record.ts';
import { type QuotedRecord, quotedReader } from './quoted-records.ts';
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
  readonly damage?: 'broken_quotes' | 'unterminated_quote' | 'escaped_quote' | TextFault;
  /** Why the row was rejected before, if a rejects.csv has it with the same fault of its structure. */
  readonly unfixed?: RejectCode;
  /** The transform of the feed leaves the row out of its group: it adds no item, and counts with its group. */
  readonly leftOut?: true;
}

/**
 * Whether a record is a row of only delimiters and spaces. Spreadsheets write such rows below a table. A row that only
 * says why it was rejected is blank, too, unless rejects.csv has a hash of what it was.
 */
export function isBlank({ cells, damage }: CsvRecord, header: readonly string[]): boolean {
  if (damage !== undefined || cells.length < 2) return false;
  return cells.every((cell, index) => {
    const column = header[index] ?? '';
    return isEmpty(cell) || (isRejectColumn(column) && column !== REJECT_HASH_COLUMN);
  });
}

/** `=""` is how spreadsheets keep an empty text. */
function isEmpty(cell: string): boolean {
  const text = cell.trim();
  return text === '' || text === '=""';
}

export interface ReadOptions {
  readonly dialect: Dialect;
  /** Line number of the first byte. */
  readonly firstLine: number;
  /** The number of columns in the header. */
  readonly columns: number;
  /** Refuses the file if one quote costs more than 1,000 lines or 1 MiB. */
  readonly refusesLongDamage?: boolean;
}

/** Receives the record in the bytes `[start, end)`, in the order of the file. */
type Take = (cells: readonly string[], start: number, end: number, damage?: CsvRecord['damage']) => void;

interface Reading {
  readonly allSound: boolean;
  readonly lineAt: (offset: number) => number;
  readonly take: Take;
}

/** Returns all records that `eachRecord` finds. */
export function readRecords(bytes: Buffer, options: ReadOptions): CsvRecord[] {
  const records: CsvRecord[] = [];
  eachRecord(bytes, options, (record) => records.push(record));
  return records;
}

/**
 * Calls `take` with each record, in order. Blank lines are skipped, and damaged lines are records with `damage`. The
 * records of a chunk need many times the memory of its bytes, so they are not collected.
 * @throws RefusedError `unclear_quotes`
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
    readQuoted(bytes, options, { allSound, lineAt, take: found });
  }
}

function readQuoted(bytes: Buffer, options: ReadOptions, { allSound, lineAt, take }: Reading): void {
  const { delimiter, newline, quoting } = options.dialect;
  const isStrict = allSound && quoting === 'double' && newline === '\n';
  const readStrict = isStrict ? strictReader(bytes, delimiter, options.columns) : undefined;
  const reader = quotedReader(bytes, options.dialect);
  for (let at = skipNewlines(bytes, 0); at < bytes.length; at = skipNewlines(bytes, at)) {
    if (readStrict) at = skipNewlines(bytes, readStrict(at, take));
    if (at >= bytes.length) return;
    const record = reader.read(at);
    const end = record?.end ?? reader.certainEnd(at);
    const isWide = record?.cells.length === options.columns;
    if (!isWide || !record) refuseLong(bytes.subarray(at, end), options, () => lineAt(at));
    const damage = faultOf(record, bytes.subarray(at, end), options);
    if (record && (damage === undefined || damage === 'escaped_quote')) take(record.cells, at, end, damage);
    else
      eachLine(bytes, { start: at, end }, options.dialect, (cells, from, to) =>
        take(cells, from, to, damage),
      );
    at = end;
  }
}

/** What is wrong with the quotes of a record. Another number of cells than columns is not a fault of its quotes. */
function faultOf(
  record: QuotedRecord | undefined,
  bytes: Buffer,
  { dialect, columns }: ReadOptions,
): CsvRecord['damage'] {
  const isEscaped = dialect.quoting === 'double' && bytes.includes('\\"');
  if (!record) {
    if (isEscaped) return 'escaped_quote';
    return hasOpenQuote(bytes, dialect) ? 'unterminated_quote' : 'broken_quotes';
  }
  if (isEscaped && record.hasStray) return 'escaped_quote';
  if (dialect.quoting === 'backslash' && record.hasDoubled) return 'broken_quotes';
  if (!record.hasStray || record.cells.length === columns) return undefined;
  return hasOpenQuote(bytes, dialect) ? 'unterminated_quote' : 'broken_quotes';
}

/** How much one quote at fault may cost. */
const MOST_DAMAGE = { lines: 1_000, bytes: 1024 * 1024 };

/** @throws RefusedError `unclear_quotes` */
function refuseLong(bytes: Buffer, { dialect, refusesLongDamage }: ReadOptions, line: () => number): void {
  if (!refusesLongDamage) return;
  const isLong =
    bytes.length > MOST_DAMAGE.bytes ||
    countBytes(bytes, dialect.newline.charCodeAt(0), 0, bytes.length) >= MOST_DAMAGE.lines;
  if (isLong) throw unclearQuotes(line());
}

/** Calls `take` with each line, and a best guess of its cells. */
function eachLine(bytes: Buffer, { start, end }: Stretch, dialect: Dialect, take: Take): void {
  for (let at = start; at < end; ) {
    const next = Math.min(lineEnd(bytes, at, dialect), end);
    const cells = guessCells(bytes.subarray(at, next), dialect);
    if (cells.length > 0) take(cells, at, next);
    at = next;
  }
}

/** Bytes `[start, end)`. */
interface Stretch {
  readonly start: number;
  readonly end: number;
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
