// Reads the first rows of a file for a draft: what its cells look like, never the cells themselves.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sniffHead } from '../../lambdas/domain/csv/head.ts';
import { type CsvRecord, readRecords } from '../../lambdas/domain/csv/records.ts';
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
    const { dialect, header, bodyStart, bodyLine } = sniffHead({ bytes: start, isWhole: !more });
    const body = start.subarray(bodyStart);
    const records = readRecords(body, { dialect, firstLine: bodyLine, columns: header.length });
    // The last record of a truncated text may be incomplete.
    const whole = more ? records.slice(0, -1) : records;
    const sound = whole.filter(({ cells, damage }) => !damage && cells.length === header.length);
    return { fileName: basename(path), columns: sampleColumns(header, sound), rows: sound.length, more };
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
