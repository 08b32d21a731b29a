// Reads the first rows of a file for a draft: what its cells look like, never the cells themselves.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sniffHead } from '../../lambdas/domain/csv/head.ts';
import { type CsvRecord, isBlank, readRecords } from '../../lambdas/domain/csv/records.ts';
import { RefusedError } from '../../lambdas/domain/errors.ts';
import type { CellMark } from '../../lambdas/domain/profile/cell-mark.ts';
import type { Marks } from '../../lambdas/domain/profile/mark.ts';
import { createProfiler } from '../../lambdas/domain/profile/profiler.ts';
import { openText } from '../../lambdas/split/open-text.ts';
import { fileStore } from '../local/file-store.ts';

/** What the first rows show about a column. */
export interface SampledColumn {
  readonly name: string;
  readonly marks: Marks<CellMark>;
  /** Cells that look like an e-mail address. */
  readonly emails: number;
  /** Cells with an apostrophe before digits, which Shopify adds to protect them from spreadsheets. */
  readonly guarded: number;
  /** Dates without a zone, with or without a time of day. */
  readonly zoneless: number;
  /** Times of day without a date. */
  readonly clocks: number;
  /** Whether all filled cells differ. */
  readonly unique: boolean;
}

export interface Sample {
  readonly fileName: string;
  readonly columns: readonly SampledColumn[];
  readonly rows: number;
  /** Lines above the header, such as the title of a report. Absent if there are none. */
  readonly skipLines?: number;
  /** Whether the file has rows after the sample. */
  readonly more: boolean;
}

const SAMPLE_BYTES = 4 * 1024 * 1024;
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const GUARDED = /^'[+\d]/;
const CLOCK = /^\d{1,2}:\d\d(:\d\d([.,]\d+)?)?( ?[AP]M)?$/i;
const ZONELESS_DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AP]M)?)?$/i;

/** @throws RefusedError if the file is not a CSV, or its header cannot be read. */
export async function readSample(path: string): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'csv-to-customerio-'));
  try {
    const store = fileStore(folder, { file: path });
    const text = await openText({ key: 'file', bytes: statSync(path).size }, 'text', {}, store);
    const start = await store.read(text, { start: 0, end: SAMPLE_BYTES });
    const more = text.bytes > start.length;
    const { header, sound, skipLines } = findTable(start, more);
    const found = { columns: sampleColumns(header, sound), rows: sound.length, more };
    return { fileName: basename(path), ...found, ...(skipLines > 0 && { skipLines }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Table {
  readonly header: readonly string[];
  /** Rows with as many cells as the header. */
  readonly sound: readonly CsvRecord[];
  readonly rows: number;
  readonly skipLines: number;
}

const STARTS_WITH_LETTER = /^\p{L}/u;
/** Titles of reports have seldom more lines. */
const MOST_TITLE_LINES = 10;
/** Under this share of sound rows, the line that was read as the header is a title. */
const SOUND_SHARE = 0.5;

/** With the lines above the header left out, if the file makes a table only without them. */
function findTable(start: Buffer, more: boolean): Table {
  const first = tableAfter(start, more, 0);
  if ('header' in first && isSound(first)) return first;
  for (let lines = 1; lines <= MOST_TITLE_LINES; lines++) {
    const table = tableAfter(start, more, lines);
    if ('header' in table && table.rows > 0 && isTable(table)) return table;
  }
  if ('header' in first) return first;
  throw first.error;
}

/** A file without rows is what it is. A spreadsheet gives a title as many cells as the table, most of them blank. */
function isSound({ header, sound, rows }: Table): boolean {
  const unnamed = header.filter((name, index) => name === `column_${index + 1}`).length;
  return rows === 0 || (sound.length >= rows * SOUND_SHARE && unnamed <= header.length * SOUND_SHARE);
}

function isTable(table: Table): boolean {
  return (
    table.header.length > 1 &&
    isSound(table) &&
    table.header.every((name) => STARTS_WITH_LETTER.test(name.trim()))
  );
}

function tableAfter(
  start: Buffer,
  more: boolean,
  skipLines: number,
): Table | { readonly error: RefusedError } {
  try {
    const head = sniffHead({ bytes: start, isWhole: !more }, { skipLines });
    const { dialect, header, bodyStart, bodyLine: firstLine } = head;
    const records = readRecords(start.subarray(bodyStart), { dialect, firstLine, columns: header.length });
    // The last record of a truncated text may be incomplete.
    const whole = (more ? records.slice(0, -1) : records).filter((record) => !isBlank(record, header));
    const sound = whole.filter(({ cells, damage }) => !damage && cells.length === header.length);
    return { header, sound, rows: whole.length, skipLines };
  } catch (error) {
    if (error instanceof RefusedError) return { error };
    throw error;
  }
}

function sampleColumns(header: readonly string[], records: readonly CsvRecord[]): SampledColumn[] {
  const profiler = createProfiler(header, { nowSeconds: 0 });
  for (const { line, cells } of records) profiler.row(line, cells);
  const { columns } = profiler.finish().profile;
  return header.map((name, index) => {
    const cells = records.map((record) => record.cells[index] ?? '').filter((cell) => cell.trim() !== '');
    return {
      name,
      marks: columns[index] ?? {},
      emails: cells.filter((cell) => EMAIL.test(cell.trim())).length,
      guarded: cells.filter((cell) => GUARDED.test(cell)).length,
      zoneless: cells.filter((cell) => ZONELESS_DATE.test(cell.trim())).length,
      clocks: cells.filter((cell) => CLOCK.test(cell.trim())).length,
      unique: new Set(cells).size === cells.length,
    };
  });
}
