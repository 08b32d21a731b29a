// The lines of rejects.csv: the cells of the row, then the reason. You can fix the file and drop it again.
//
// Validate and Report write it together. Validate writes a piece for each chunk (`rejectRow`), with the cells unchanged,
// and Report makes the lines from it (`readRejectedLines`). Versions before 2026-12 wrote the same pieces without marks.

import { parse } from 'csv-parse/sync';
import { neutralCell } from '../csv/neutral-cell.ts';
import {
  isRejectColumn,
  printRecord,
  REJECT_COLUMNS,
  REJECT_FILE_COLUMN,
  REJECT_GROUP_COLUMNS,
  REJECT_HASH_COLUMN,
} from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';
import { byteString } from '../csv/sound-text.ts';
import { type Plan, placeOf } from '../plan.ts';
import { isMark } from '../rows/returned-row.ts';

export interface Why {
  readonly code: string;
  readonly column?: string | undefined;
  readonly reason: string;
  /** What the row was, if its structure is at fault. */
  readonly mark?: string | undefined;
}

/** The cells that name the group of a row, as `compileReturned` reads them when the row is dropped again. */
export interface RowGroup {
  readonly tag: string;
  /** `3`, or `3+` if the group can have more rows; blank if that is not known. */
  readonly rows: string;
}

export const NO_GROUP: RowGroup = { tag: '', rows: '' };

type Layout = Pick<Plan, 'parts' | 'header' | 'delimiter'>;

/** The header of a reject file for files with this header. */
export function rejectHeader(
  header: readonly string[],
  delimiter: string,
  { files = 1, groupsRows = false } = {},
): string {
  const added = [
    ...REJECT_COLUMNS,
    ...(files > 1 ? [REJECT_FILE_COLUMN] : []),
    ...(groupsRows ? REJECT_GROUP_COLUMNS : []),
    REJECT_HASH_COLUMN,
  ];
  return printRecord([...ownColumns(header, header), ...added], delimiter);
}

/** A rejected record in a piece: as UTF-8, or as the bytes of its file if they are not UTF-8. */
export function rejectRow(record: CsvRecord, why: Why, plan: Layout): Buffer {
  return inBytes(record, printRecord(pieceCells(record, why, plan), plan.delimiter));
}

/**
 * Cells of the file, reason, mark, and the cells after the header's last column. They follow at the end, so that no cell
 * changes its column. The text of a record in an unknown encoding has one character for each byte.
 */
function pieceCells({ line, cells, damage }: CsvRecord, why: Why, plan: Layout): string[] {
  const { code, column = '', reason, mark } = why;
  const place = placeOf(plan, line);
  const added = [
    ...[String(place.line), code, column, reason],
    ...(plan.parts.length > 1 ? [place.file] : []),
    ...(mark === undefined ? [] : [mark]),
  ];
  return [
    ...ownCells(plan.header, cells),
    ...(damage === 'invalid_encoding' ? added.map(byteString) : added),
    ...cells.slice(plan.header.length),
  ];
}

function inBytes({ damage }: CsvRecord, text: string): Buffer {
  return Buffer.from(text, damage === 'invalid_encoding' ? 'latin1' : 'utf8');
}

/** A line of a reject file, and the number of its row in the part that it is from. */
export interface RejectedLine {
  readonly line: number;
  readonly text: Buffer;
}

/** The line of a rejected record that Validate did not reject. @param group if the feed groups rows. */
export function rejectedLine(
  record: CsvRecord,
  why: Why,
  plan: Layout,
  group: RowGroup | undefined,
): RejectedLine {
  const cells = lineCells(pieceCells(record, why, plan), plan, group);
  return { line: record.line, text: inBytes(record, printRecord(cells, plan.delimiter)) };
}

/** The lines of a piece. @param groups the group of each row, in order, if the feed groups rows. */
export function readRejectedLines(piece: Buffer, plan: Layout, groups?: readonly RowGroup[]): RejectedLine[] {
  const own = ownColumns(plan.header, plan.header).length;
  const lines: RejectedLine[] = [];
  eachPiece(piece, plan.delimiter, (cells) => {
    const group = groups && (groups[lines.length] ?? NO_GROUP);
    const text = printRecord(lineCells(cells, plan, group), plan.delimiter);
    lines.push({ line: Number(cells[own]), text: Buffer.from(text, 'latin1') });
  });
  return lines;
}

/** The cells of a line. Cells of the file that are formulas get an apostrophe. */
function lineCells(
  piece: readonly string[],
  { header, parts }: Layout,
  group: RowGroup | undefined,
): string[] {
  const own = ownColumns(header, header).length;
  const end = own + REJECT_COLUMNS.length + (parts.length > 1 ? 1 : 0);
  const mark = piece[end];
  const hasMark = isMark(mark);
  return [
    ...piece.slice(0, own).map(neutralCell),
    // The name of a column is from the file, too.
    ...piece.slice(own, end).map(neutralCell),
    ...(group ? [group.tag, group.rows] : []),
    hasMark ? mark : '',
    ...piece.slice(hasMark ? end + 1 : end).map(neutralCell),
  ];
}

/** The records of a piece that `printRecord` wrote, with one character per byte: rejected rows can have any encoding. */
export function readPieces(piece: Buffer, delimiter: string): string[][] {
  const records: string[][] = [];
  eachPiece(piece, delimiter, (cells) => records.push(cells));
  return records;
}

/** Record by record: all cells of a piece together need many times its memory. */
function eachPiece(piece: Buffer, delimiter: string, take: (cells: string[]) => void): void {
  parse(piece.toString('latin1'), {
    delimiter,
    relax_column_count: true,
    record_delimiter: '\n',
    on_record: (cells: string[]) => {
      take(cells);
      return null;
    },
  });
}

/** @param piece of a reject file that `rejectRow` wrote. @returns whether a record of the same file is in it. */
export function rejectedIn(piece: Buffer, plan: Layout): (record: CsvRecord) => boolean {
  const lines = parse(piece, { delimiter: plan.delimiter, relax_column_count: true }) as string[][];
  const own = ownColumns(plan.header, plan.header).length;
  // The cells too, because records can share a line if line ends are mixed.
  const nameOf = (line: number, cells: readonly string[]) => JSON.stringify([line, ...cells]);
  const rejected = new Set(lines.map((cells) => nameOf(Number(cells[own]), cells.slice(0, own))));
  return ({ line, cells, damage }) =>
    damage !== undefined || rejected.has(nameOf(placeOf(plan, line).line, ownCells(plan.header, cells)));
}

/** As many cells as the file has columns of its own. */
function ownCells(header: readonly string[], cells: readonly string[]): string[] {
  return ownColumns(
    header,
    header.map((_, index) => cells[index] ?? ''),
  );
}

function ownColumns(header: readonly string[], cells: readonly string[]): string[] {
  return cells.filter((_, index) => !isRejectColumn(header[index] ?? ''));
}
