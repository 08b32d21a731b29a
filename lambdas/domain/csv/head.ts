// Reads the head of a file: its dialect, its columns, and where its first row starts.
import type { FileOptions } from '../../contracts/feed/file-options.ts';
import { count, number } from '../../contracts/format.ts';
import type { HeaderNote } from '../../contracts/report.ts';
import { refusal } from '../errors.ts';
import { countBytes, firstRecordEnd } from './boundaries.ts';
import { DELIMITERS, type Dialect, sniffDialect } from './dialect.ts';
import { encodingAdvice } from './encoding-advice.ts';
import { isHeaderLike, NAME } from './header-like.ts';
import { withoutInvisible } from './invisible.ts';
import { parseFirstRecord } from './parse-records.ts';
import { REJECT_HASH_COLUMN } from './print-record.ts';
import { optionsFor, refuseOtherText } from './sniff-file.ts';
import { textFault } from './sound-text.ts';

/** The dialect of a file, its columns, and where its first row starts. */
export interface Head {
  readonly dialect: Dialect;
  readonly header: readonly string[];
  readonly notes: readonly HeaderNote[];
  /** Offset in bytes of the first row. */
  readonly bodyStart: number;
  /** 1-based line number of that row. */
  readonly bodyLine: number;
  /** The first row looks like a header with other names than the columns that the feed states. */
  readonly isHeaderLike: boolean;
}

/** The start of a UTF-8 text. The whole header must be in it. */
export interface TextStart {
  readonly bytes: Buffer;
  /** Whether these are all bytes of the text. */
  readonly isWhole: boolean;
}

/** The names of columns as messages may show them. */
export type ShowNames = (header: readonly string[]) => readonly string[];

const AS_THEY_ARE: ShowNames = (header) => header;

/**
 * @param show for the messages of notes and refusals.
 * @throws RefusedError `empty_file`, `no_header`, `header_too_long`, `broken_header`, `header_not_utf8`, `blank_header`,
 *   `duplicate_header`, `unexpected_header`, and the errors of `refuseOtherText`
 */
export function sniffHead(
  { bytes: start, isWhole }: TextStart,
  stated: FileOptions = {},
  show = AS_THEY_ARE,
): Head {
  const bom = start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? 3 : 0;
  if (isWhole && start.subarray(bom).toString('latin1').trim() === '') throw refusal('empty_file');
  const file = optionsFor(start, stated);
  refuseOtherText(start.subarray(bom), file);
  const separator = readSeparator(start.subarray(bom));
  const afterTitle = skipLines(start, bom + (separator?.bytes ?? 0), file.skipLines);
  const from = skipBlankLines(start, afterTitle);
  if (isWhole && from === start.length) throw refusal('no_header', linesOf(file));
  const dialect = sniffDialect(start.subarray(from), { ...file, ...separator?.options });
  const first = firstRecord({ bytes: start, isWhole }, from, dialect);
  const named = readNames(start.subarray(from, first.end), { dialect, file, show });
  const bodyStart = named.inFile ? skipBlankLines(start, first.next) : from;
  const newline = dialect.newline.charCodeAt(0);
  const rest = start.subarray(first.next);
  return {
    dialect,
    header: named.header,
    notes: named.notes,
    bodyStart,
    bodyLine: 1 + countBytes(start, newline, 0, bodyStart),
    isHeaderLike: !named.inFile && isHeaderLike(named.written, rest, dialect),
  };
}

/** The line `sep=;`, in which Excel writes the delimiter. */
function readSeparator(start: Buffer) {
  const line = /^"?sep=([,;\t|])"?(?:\r\n?|\n)/i.exec(start.subarray(0, 16).toString('latin1'));
  if (!line) return undefined;
  const delimiter = DELIMITERS.find((mark) => mark === line[1]);
  return { bytes: line[0].length, options: delimiter === undefined ? {} : { delimiter } };
}

/** Lines end with CR, LF or both. Quotes are text, because a title is not a record. */
function skipLines(start: Buffer, from: number, lines = 0): number {
  let at = from;
  for (let skipped = 0; skipped < lines; skipped++) {
    while (at < start.length && start[at] !== LF && start[at] !== CR) at++;
    at += start[at] === CR && start[at + 1] === LF ? 2 : 1;
  }
  return Math.min(at, start.length);
}

const [LF, CR] = [0x0a, 0x0d];

function linesOf({ skipLines: lines = 0 }: FileOptions): string {
  return `The feed leaves out ${count(lines, 'line')}.`;
}

function skipBlankLines(start: Buffer, from: number): number {
  let at = from;
  while (start[at] === LF || start[at] === CR) at++;
  return at;
}

/** Where the first record ends, at either line end, and where the next line starts. */
function firstRecord({ bytes: start, isWhole }: TextStart, from: number, dialect: Dialect) {
  const ends = (['\n', '\r'] as const).map((newline) => firstRecordEnd(start, from, { ...dialect, newline }));
  const [end] = ends.filter((found) => found !== undefined).sort((a, b) => a - b);
  if (end === undefined && isWhole) return { end: start.length, next: start.length };
  if (end === undefined) {
    throw refusal('header_too_long', `It is longer than ${number(start.length)} bytes.`);
  }
  const textStart = skipBlankLines(start, end);
  const newline = start.indexOf(dialect.newline, end - 1);
  return { end: end - 1, next: newline !== -1 && newline < textStart ? newline + 1 : textStart };
}

interface Names {
  readonly header: readonly string[];
  readonly notes: readonly HeaderNote[];
  /** The cells of the first record. */
  readonly written: readonly string[];
  /** Whether the first record is a header, not a row. */
  readonly inFile: boolean;
}

interface Reading {
  readonly dialect: Dialect;
  readonly file: FileOptions;
  readonly show: ShowNames;
}

/** The columns of the feed, or those of the first record. A file can have the columns of the feed as a header, too. */
function readNames(record: Buffer, { dialect, file: { columns }, show }: Reading): Names {
  const written = columns && textFault(record) ? [] : readHeader(record, dialect, columns !== undefined);
  const names = withoutFurther(written.map(withoutInvisible));
  if (columns) {
    const inFile = same(names, columns);
    if (!inFile && isOtherHeader(names, columns)) throw otherHeader(names);
    return { header: columns, notes: [], written: names, inFile };
  }
  if (textFault(record) === 'nul_byte') throw refusal('not_text');
  if (textFault(record)) throw refusal('header_not_utf8', encodingAdvice(record));
  if (names.every((name) => name === '')) throw refusal('blank_header');
  const header = names.map((name, index) => name || `column_${index + 1}`);
  const shown = show(header);
  const seen = new Set<string>();
  const twice = header.findIndex((name) => seen.size === seen.add(name).size);
  if (twice !== -1) throw refusal('duplicate_header', `It is "${shown[twice]}".`);
  const notes = shown.flatMap((column, index) => {
    const message = noteOn(written[index] ?? '', names[index] ?? '');
    return message === undefined ? [] : [{ column, message }];
  });
  return { header, notes, written: names, inFile: true };
}

/**
 * The names of a rejects.csv without blank ones at the end: a spreadsheet gives each line as many cells as the longest
 * one, and a row with too many cells is longer than the header.
 */
function withoutFurther(names: readonly string[]): readonly string[] {
  if (!names.includes(REJECT_HASH_COLUMN)) return names;
  return names.slice(0, names.findLastIndex((name) => name !== '') + 1);
}

function noteOn(written: string, name: string): string | undefined {
  if (name === '')
    return 'The column has no name in the header, so it got a number. To name it, edit the first line of the file.';
  return name === written
    ? undefined
    : 'The name of the column has invisible characters in the header. They are not part of the name. To remove them, type the name again.';
}

function readHeader(record: Buffer, dialect: Dialect, mayBeRow: boolean): readonly string[] {
  try {
    return parseFirstRecord(record, dialect, { trim: true }).map((name) => name.trim());
  } catch (cause) {
    if (mayBeRow) return [];
    throw refusal('broken_header', undefined, { cause });
  }
}

/** Whether the first line has only names, one of them that of a column of the feed: it is a header, not a row. */
function isOtherHeader(names: readonly string[], columns: readonly string[]): boolean {
  const known = new Set(columns.map(bare));
  return (
    names.length > 1 && names.every((name) => NAME.test(name)) && names.some((name) => known.has(bare(name)))
  );
}

function otherHeader(names: readonly string[]) {
  return refusal('unexpected_header', `It has ${count(names.length, 'name')}.`);
}

function bare(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_.-]+/g, '');
}

function same(names: readonly string[], columns: readonly string[]): boolean {
  const lower = (name: string | undefined) => name?.toLowerCase();
  return names.length === columns.length && names.every((name, at) => lower(name) === lower(columns[at]));
}
