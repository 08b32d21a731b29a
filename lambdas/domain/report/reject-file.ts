// The lines of rejects.csv: the cells of the row, then the reason. You can fix the file and drop it again.

import { parse } from 'csv-parse/sync';
import {
  isRejectColumn,
  printRecord,
  REJECT_COLUMNS,
  REJECT_FILE_COLUMN,
  REJECT_GROUP_COLUMNS,
} from '../csv/print-record.ts';
import type { CsvRecord } from '../csv/records.ts';
import { byteString } from '../csv/sound-text.ts';
import { type Plan, placeOf } from '../plan.ts';

export interface Why {
  readonly code: string;
  readonly column?: string | undefined;
  readonly reason: string;
  /** The file, if the import has several; `line` is then the line in this file. */
  readonly file?: string | undefined;
  /** The group of the row, if the feed groups rows. */
  readonly group?: RowGroup | undefined;
}

/** The cells that name the group of a row, as `compileReturned` reads them when the row is dropped again. */
export interface RowGroup {
  readonly tag: string;
  /** `3`, or `3+` if the group can have more rows; blank if that is not known. */
  readonly rows: string;
}

export const NO_GROUP: RowGroup = { tag: '', rows: '' };

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
  ];
  return printRecord([...ownColumns(header, header), ...added], delimiter);
}

/**
 * A rejected record. Cells after the header's last column follow the reason, so that no cell changes its column. The
 * text of a record in an unknown encoding has one character for each byte.
 */
export function rejectLine(
  { line, cells, damage }: Pick<CsvRecord, 'line' | 'cells' | 'damage'>,
  header: readonly string[],
  { code, column = '', reason, file, group }: Why,
  delimiter: string,
): string {
  const own = ownCells(header, cells);
  const why = [String(line), code, column, reason, ...(file === undefined ? [] : [file]), ...cellsOf(group)];
  const added = damage === 'invalid_encoding' ? why.map(byteString) : why;
  return printRecord([...own, ...added, ...cells.slice(header.length)], delimiter);
}

function cellsOf(group: RowGroup | undefined): string[] {
  return group ? [group.tag, group.rows] : [];
}

/** A line of a reject file, and the number of its row in the part that it is from. */
export interface RejectedLine {
  readonly line: number;
  readonly text: Buffer;
}

/** The lines of a piece of a reject file that `rejectRow` wrote without groups. @param groups adds theirs, in order. */
export function readRejectedLines(
  piece: Buffer,
  { header, delimiter, parts }: Pick<Plan, 'parts' | 'header' | 'delimiter'>,
  groups?: readonly RowGroup[],
): RejectedLine[] {
  const own = ownColumns(header, header).length;
  const added = own + REJECT_COLUMNS.length + (parts.length > 1 ? 1 : 0);
  return readPieces(piece, delimiter).map((cells, at) => {
    const group = groups ? cellsOf(groups[at] ?? NO_GROUP) : [];
    const all = [...cells.slice(0, added), ...group, ...cells.slice(added)];
    return { line: Number(cells[own]), text: Buffer.from(printRecord(all, delimiter), 'latin1') };
  });
}

/** The records of a piece that `printRecord` wrote, with one character per byte: rejected rows can have any encoding. */
export function readPieces(piece: Buffer, delimiter: string): string[][] {
  const options = { delimiter, relax_column_count: true, record_delimiter: '\n' };
  return parse(piece.toString('latin1'), options) as string[][];
}

/** A rejected record of an import, with its line: as UTF-8, or as the bytes of its file if they are not UTF-8. */
export function rejectRow(
  record: CsvRecord,
  why: Omit<Why, 'file'>,
  plan: Pick<Plan, 'parts' | 'header' | 'delimiter'>,
): Buffer {
  const { file, line } = placeOf(plan, record.line);
  const named = plan.parts.length > 1 ? { ...why, file } : why;
  const text = rejectLine({ ...record, line }, plan.header, named, plan.delimiter);
  return Buffer.from(text, record.damage === 'invalid_encoding' ? 'latin1' : 'utf8');
}

/** @param piece of a reject file that `rejectRow` wrote. @returns whether a record of the same file is in it. */
export function rejectedIn(
  piece: Buffer,
  plan: Pick<Plan, 'parts' | 'header' | 'delimiter'>,
): (record: CsvRecord) => boolean {
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
