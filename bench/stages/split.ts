// Split: cuts a text into chunks of whole records. Compared with reading the file only, and with two parsers that find
// the ends of records.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parse } from 'csv-parse';
import Papa from 'papaparse';
import { cutRecords } from '../../lambdas/domain/csv/boundaries.ts';
import { eventsFile } from '../files/write-file.ts';
import { inRounds, spreadOf, timesFaster } from '../measure/harness.ts';
import { atLeast, type Result, result, withGoal } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;
/** One buffer for all reads, so that its allocation is not measured. */
const READ_BYTES = 1024 * 1024;
/** The parsers get a smaller part of the file. All results are per byte. */
const PARSER_BYTES = 8 * 1024 * 1024;

export async function measureSplit({ events, rounds }: Scale): Promise<Result[]> {
  const path = await eventsFile(0, events);
  const { ours, readOnly, csvParse, papaparse } = await inRounds(
    [
      { name: 'readOnly', run: () => readFile(path) },
      { name: 'ours', run: () => cut(path) },
      { name: 'csvParse', run: () => cutByCsvParse(path) },
      { name: 'papaparse', run: () => cutByPapaparse(path) },
    ],
    rounds,
  );
  const speed = spreadOf(ours.cpu.map((seconds) => 1 / seconds / 1e9));
  return [
    result('split', 'speed', speed, 'GB/s'),
    withGoal(
      result('split', 'compared with reading only', timesFaster(ours.cpu, readOnly.cpu), '×'),
      atLeast(0.25),
    ),
    withGoal(
      result('split', "compared with csv-parse's info.bytes", timesFaster(ours.cpu, csvParse.cpu), '×'),
      atLeast(60),
    ),
    withGoal(
      result('split', "compared with papaparse's chunks", timesFaster(ours.cpu, papaparse.cpu), '×'),
      atLeast(12),
    ),
  ];
}

async function readFile(path: string): Promise<number> {
  let bytes = 0;
  for await (const buffer of buffersOf(path)) bytes += buffer.length;
  return bytes;
}

async function* buffersOf(path: string): AsyncGenerator<Buffer> {
  await using file = await open(path);
  const buffer = Buffer.alloc(READ_BYTES);
  for (;;) {
    const { bytesRead } = await file.read(buffer);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

async function cut(path: string): Promise<number> {
  let bytes = 0;
  const spans = cutRecords(buffersOf(path), {
    dialect: { delimiter: ',', newline: '\n', quoting: 'double' },
    start: 0,
    firstLine: 1,
    targetBytes: CHUNK_BYTES,
    limitBytes: 4 * CHUNK_BYTES,
  });
  for await (const { end } of spans) bytes = end;
  return bytes;
}

async function cutByCsvParse(path: string): Promise<number> {
  const source = createReadStream(path, { end: PARSER_BYTES - 1 });
  let end = 0;
  let cuts = 0;
  const parser = source.pipe(parse({ info: true, relax_quotes: true, relax_column_count: true }));
  for await (const { info } of parser as AsyncIterable<{ readonly info: { readonly bytes: number } }>) {
    if (info.bytes < end + CHUNK_BYTES) continue;
    end = info.bytes;
    cuts++;
  }
  return cuts >= 0 ? PARSER_BYTES : 0;
}

function cutByPapaparse(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let end = 0;
    Papa.parse(createReadStream(path, { end: PARSER_BYTES - 1 }), {
      header: false,
      chunk: ({ meta }) => {
        end = Math.max(end, meta.cursor);
      },
      complete: () => resolve(end > 0 ? PARSER_BYTES : 0),
      error: reject,
    });
  });
}
