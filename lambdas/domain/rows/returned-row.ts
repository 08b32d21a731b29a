// A row whose structure was at fault has a mark in rejects.csv: a hash of what it was. If it is dropped again unchanged,
// it is not a row yet: its cells are only a guess, padded or with quotes (docs/decisions/0018).
import { originalCell } from '../csv/neutral-cell.ts';
import { isRejectColumn, REJECT_HASH_COLUMN } from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';
import { REJECTS, type Reject, type RejectCode } from '../reject.ts';
import { rowHash, soundLetters } from './row-hash.ts';

/** Codes of rows that have a mark, because their cells are a guess. */
const OF_QUOTES: ReadonlySet<string> = new Set<RejectCode>([
  ...(['broken_quotes', 'unterminated_quote', 'escaped_quote'] as const),
]);
/** The structure is sound, but characters of a cell are lost. */
const OF_CHARACTERS: ReadonlySet<string> = new Set<RejectCode>(['invalid_encoding', 'lost_character']);
const MARKED: ReadonlySet<string> = new Set<RejectCode>([
  ...(['column_count', 'repeated_header', 'nul_byte'] as const),
  ...([...OF_QUOTES, ...OF_CHARACTERS] as RejectCode[]),
]);

/** `column_count-0a1b2c3d4e5f`. With `^`, the hash is that of an earlier row, whose quote can have swallowed this row. */
const MARK = /^([a-z_]+)([-^])([0-9a-f]{12})$/;

interface Mark {
  readonly code: RejectCode;
  readonly follows: boolean;
  readonly hash: string;
}

/** Gives the mark of a rejected row. Call it in the order of lines. */
export type MarkRow = (record: CsvRecord, code: RejectCode) => string | undefined;

/** @param header of the file that is read. */
export function openMarks(header: readonly string[]): MarkRow {
  let opened: string | undefined;
  return (record, code) => {
    if (record.unfixed) return record.cells[header.indexOf(REJECT_HASH_COLUMN)]?.trim();
    if (!MARKED.has(code)) return undefined;
    const own = ownText(record, header);
    const hash = hashFor(code, own);
    if (!OF_QUOTES.has(code)) return `${code}-${hash}`;
    const hasQuote = own.some((cell) => cell.includes('"'));
    if (hasQuote || opened === undefined || record.cells.length !== header.length) {
      if (hasQuote) opened = hash;
      return `${code}-${hash}`;
    }
    // The line looks like a row. It is one if the quote before it is closed.
    return `${code}^${opened}`;
  };
}

/** The mark of a row whose cells are gone. */
export function markOfGone(code: RejectCode): string {
  return `${code}-${rowHash([])}`;
}

export function isMark(cell: string | undefined): cell is string {
  return cell !== undefined && readMark(cell) !== undefined;
}

/**
 * Reads the rows of a rejects.csv, in the order of lines: with the cells as they were before the file was written, and
 * `unfixed` if the structure is as it was.
 * @returns undefined if the file is not one, or if a version before 2026-12 wrote it.
 */
export function openReturned(header: readonly string[]): ((record: CsvRecord) => CsvRecord) | undefined {
  const at = header.indexOf(REJECT_HASH_COLUMN);
  if (at === -1) return undefined;
  const unfixed = new Set<string>();
  return (record) => {
    const row = { ...record, cells: evened(record.cells.map(originalCell), header) };
    const mark = readMark(row.cells[at] ?? '');
    if (!mark) return row;
    const isSame = mark.follows
      ? unfixed.has(mark.hash)
      : hashFor(mark.code, ownText(row, header)) === mark.hash;
    if (!isSame) return row;
    unfixed.add(mark.hash);
    return { ...row, unfixed: mark.code };
  };
}

/** Why a row that has not changed is rejected again. */
export function rejectUnfixed(code: RejectCode): Reject {
  const { means, fix } = REJECTS[code];
  return { code: 'not_fixed', detail: `The reason was: ${means} ${fix}` };
}

/**
 * Excel leaves out delimiters at the end of some lines, if the cells are blank, and spreadsheets add some: each line gets
 * as many cells as the longest one.
 */
function evened(cells: readonly string[], header: readonly string[]): readonly string[] {
  const missing = header.slice(cells.length);
  if (missing.length > 0 && missing.every(isRejectColumn)) return [...cells, ...missing.map(() => '')];
  const further = cells.slice(header.length);
  return further.every((cell) => cell.trim() === '') ? cells.slice(0, header.length) : cells;
}

function hashFor(code: RejectCode, own: readonly string[]): string {
  // To replace a lost character is to fix the row. A spreadsheet replaces it with a question mark, or leaves it out.
  const letters = OF_CHARACTERS.has(code) ? [`letters ${soundLetters(own)}`] : [];
  return rowHash([...letters, ...own]);
}

/** The cells as text, without those of rejects.csv. */
function ownText({ cells, damage }: CsvRecord, header: readonly string[]): string[] {
  const own = cells.filter((_, index) => !isRejectColumn(header[index] ?? ''));
  // They have one character per byte.
  return damage === 'invalid_encoding' ? own.map((cell) => Buffer.from(cell, 'latin1').toString()) : own;
}

function readMark(cell: string): Mark | undefined {
  const [, code = '', sign, hash = ''] = MARK.exec(cell.trim()) ?? [];
  return Object.hasOwn(REJECTS, code) ? { code: code as RejectCode, follows: sign === '^', hash } : undefined;
}
