// The rows in rejects.csv and held.csv, streamed chunk by chunk.
import type { RejectExample } from '../contracts/report.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import { eachRecord, type ReadOptions, readRecords } from '../domain/csv/records.ts';
import type { DeclinedOperation } from '../domain/delivery/declined-operation.ts';
import { type Plan, partOf } from '../domain/plan.ts';
import { EXAMPLES_KEPT, placeExamples } from '../domain/profile/statistics.ts';
import { REJECTS } from '../domain/reject.ts';
import { rejectedIn, rejectHeader, rejectRow } from '../domain/report/reject-file.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { ifWritten, importFiles, openDeclined } from '../work/import-files.ts';

/** The header, then for each chunk the rows that Validate rejected and those that Customer.io declined. */
export async function* rejectLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  const declined = await readDeclined(importId, plan, objects);
  yield rejectHeader(plan.header, plan.delimiter, plan.parts.length);
  for (const chunk of plan.chunks) {
    yield (await importFiles.rejects.find(objects, importId, chunk.n)) ?? '';
    const own = declined.filter(({ row }) => holds(chunk, plan, row));
    if (own.length > 0) yield* declinedLines(own, chunk, plan, objects);
  }
}

/** Printed lines become bytes after this many characters, because the strings of a chunk take several times its size. */
const TEXT_CHARACTERS = 64 * 1024;

/** The rows of a held import that were not rejected, unchanged. They end where the input file is gone. */
export async function* allLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  yield printRecord(plan.header, plan.delimiter);
  for (const chunk of plan.chunks) {
    const rejects = await importFiles.rejects.find(objects, importId, chunk.n);
    const bytes = await ifWritten(readChunk(chunk, plan, objects));
    if (!rejects || !bytes) return;
    const isRejected = rejectedIn(rejects, plan);
    const pieces: Buffer[] = [];
    let lines = '';
    eachRecord(bytes, readOptions(chunk, plan), (record) => {
      if (isRejected(record)) return;
      lines += printRecord(record.cells, plan.delimiter);
      if (lines.length < TEXT_CHARACTERS) return;
      pieces.push(Buffer.from(lines));
      lines = '';
    });
    yield* pieces;
    yield lines;
  }
}

/** The rows that a policy of the feed held, unchanged. */
export async function* heldLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  yield printRecord(plan.header, plan.delimiter);
  for (const chunk of plan.chunks) {
    yield (await importFiles.held.find(objects, importId, chunk.n)) ?? '';
  }
}

/** The first rows that Customer.io declined. */
export async function declinedExamples(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): Promise<RejectExample[]> {
  const declined = await readDeclined(importId, plan, objects);
  const lines = new Set(declined.filter(({ further }) => further === undefined).map(({ row }) => row));
  return placeExamples(
    [...lines].slice(0, EXAMPLES_KEPT).map((line) => ({ line })),
    plan,
  );
}

async function readDeclined(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): Promise<readonly DeclinedOperation[]> {
  const all = await openDeclined(objects, importId, plan.version);
  return all.flat().sort((a, b) => a.row - b.row);
}

/** Each row once, with all reasons: a second line of an order would add an item to it when the file is dropped again. */
async function* declinedLines(
  declined: readonly DeclinedOperation[],
  chunk: Chunk,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<Buffer> {
  const bytes = await ifWritten(readChunk(chunk, plan, objects));
  const records = bytes ? readRecords(bytes, readOptions(chunk, plan)) : [];
  const places = new Map(records.map(({ line }, index) => [line, index]));
  const lines = new Map<number, { readonly cells: readonly string[]; readonly reasons: Set<string> }>();
  for (const operation of declined) {
    const { row, rows } = operation;
    const first = places.get(row);
    const found = first === undefined ? [{ line: row, cells: [] }] : records.slice(first, first + rows);
    const reason = explainDeclined(operation) + (first === undefined ? explainBlanks(rows) : '');
    for (const { line, cells } of found) {
      const known = lines.get(line) ?? { cells, reasons: new Set() };
      lines.set(line, known);
      known.reasons.add(reason);
    }
  }
  for (const [line, { cells, reasons }] of lines) {
    const why = { code: 'refused_by_customerio', reason: [...reasons].join(' / ') };
    yield rejectRow({ line, cells }, why, plan);
  }
}

function explainDeclined({ further, message }: DeclinedOperation): string {
  const what = further === undefined ? '' : `Further event "${further}": `;
  return `${what}${REJECTS.refused_by_customerio.means} ${message}`;
}

function explainBlanks(rows: number): string {
  const more = rows > 1 ? ` The item was made from ${rows} rows that begin at this line.` : '';
  return ` The file was deleted, so the cells are empty here: find the line in your copy of the file.${more}`;
}

function readChunk(chunk: Chunk, plan: Plan, objects: ObjectStore): Promise<Buffer> {
  return objects.read(partOf(plan, chunk), { start: chunk.start, end: chunk.end });
}

function readOptions(chunk: Chunk, plan: Plan): ReadOptions {
  const { dialect } = partOf(plan, chunk);
  return { dialect, firstLine: chunk.firstLine, columns: plan.header.length };
}

function holds(chunk: Chunk, plan: Plan, line: number): boolean {
  const next = plan.chunks[chunk.n + 1];
  return line >= chunk.firstLine && (next === undefined || line < next.firstLine);
}
