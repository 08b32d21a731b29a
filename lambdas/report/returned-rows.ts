// The rows that people get back: rejects.csv and held.csv, streamed chunk by chunk.
import { chunkRejectsKey, refusalsPrefix } from '../contracts/object-keys.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import { type CsvRecord, readRecords } from '../domain/csv/records.ts';
import { type RefusedOperation, RefusedOperationsSchema } from '../domain/delivery/refused-operation.ts';
import { type Plan, partOf } from '../domain/plan.ts';
import { rejectedIn, rejectHeader, rejectRow } from '../domain/report/reject-file.ts';
import { REJECTS } from '../domain/rows/reject.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** Header, then per chunk what Validate rejected and what Customer.io refused. */
export async function* rejectLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  const refused = await readRefusals(importId, objects);
  yield rejectHeader(plan.header, plan.delimiter, plan.parts.length);
  for (const chunk of plan.chunks) {
    yield await objects.read({ key: chunkRejectsKey(importId, chunk.n) });
    const own = refused.filter(({ row }) => holds(chunk, plan, row));
    if (own.length > 0) yield* refusedLines(own, chunk, plan, objects);
  }
}

/** The rows of a held import that were not rejected, as they came. */
export async function* heldLines(importId: string, plan: Plan, objects: ObjectStore): AsyncGenerator<string> {
  yield printRecord(plan.header, plan.delimiter);
  for (const chunk of plan.chunks) {
    const isRejected = rejectedIn(await objects.read({ key: chunkRejectsKey(importId, chunk.n) }), plan);
    for (const record of await readChunk(chunk, plan, objects)) {
      if (!isRejected(record)) yield printRecord(record.cells, plan.delimiter);
    }
  }
}

async function readRefusals(importId: string, objects: ObjectStore): Promise<readonly RefusedOperation[]> {
  const all: RefusedOperation[] = [];
  for await (const key of objects.list(refusalsPrefix(importId))) {
    all.push(...RefusedOperationsSchema.parse(JSON.parse((await objects.read({ key })).toString('utf8'))));
  }
  return all.sort((a, b) => a.row - b.row);
}

async function* refusedLines(
  refused: readonly RefusedOperation[],
  chunk: Chunk,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<Buffer> {
  const records = await readChunk(chunk, plan, objects);
  for (const { row, rows, message } of refused) {
    const first = records.findIndex(({ line }) => line === row);
    const why = {
      code: 'refused_by_customerio',
      reason: `${REJECTS.refused_by_customerio.means} ${message}`,
    };
    for (const record of records.slice(first, first + rows)) {
      yield rejectRow(record, why, plan);
    }
  }
}

async function readChunk(chunk: Chunk, plan: Plan, objects: ObjectStore): Promise<CsvRecord[]> {
  const part = partOf(plan, chunk);
  const bytes = await objects.read(part, { start: chunk.start, end: chunk.end });
  const { firstLine } = chunk;
  return readRecords(bytes, { dialect: part.dialect, firstLine, columns: plan.header.length });
}

function holds(chunk: Chunk, plan: Plan, line: number): boolean {
  const next = plan.chunks[chunk.n + 1];
  return line >= chunk.firstLine && (next === undefined || line < next.firstLine);
}
