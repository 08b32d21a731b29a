// The rows that people get back: rejects.csv and held.csv, streamed chunk by chunk.
import { chunkHeldKey, chunkRejectsKey, refusalsPrefix } from '../contracts/object-keys.ts';
import type { Chunk } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import { type CsvRecord, readRecords } from '../domain/csv/records.ts';
import { type RefusedOperation, RefusedOperationsSchema } from '../domain/delivery/refused-operation.ts';
import type { Plan } from '../domain/plan.ts';
import { rejectedLineNumbers, rejectHeader, rejectLine } from '../domain/report/reject-file.ts';
import { REJECTS } from '../domain/rows/reject.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/** Header, then per chunk what Validate rejected and what Customer.io refused. */
export async function* rejectLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  const refused = await readRefusals(importId, objects);
  yield rejectHeader(plan.header, plan.dialect.delimiter);
  for (const chunk of plan.chunks) {
    yield await objects.read({ key: chunkRejectsKey(importId, chunk.n) });
    const own = refused.filter(({ row }) => holds(chunk, plan, row));
    if (own.length > 0) yield* refusedLines(own, chunk, plan, objects);
  }
}

/** The rows of a held import that were not rejected, as they came. */
export async function* allLines(importId: string, plan: Plan, objects: ObjectStore): AsyncGenerator<string> {
  const { delimiter } = plan.dialect;
  yield printRecord(plan.header, delimiter);
  for (const chunk of plan.chunks) {
    const rejects = await objects.read({ key: chunkRejectsKey(importId, chunk.n) });
    const rejected = rejectedLineNumbers(rejects, plan.header, delimiter);
    for (const record of await readChunk(chunk, plan, objects)) {
      if (!rejected.has(record.line)) yield printRecord(record.cells, delimiter);
    }
  }
}

/** The rows that a policy of the feed held back, as they came. */
export async function* heldLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  yield printRecord(plan.header, plan.dialect.delimiter);
  for (const chunk of plan.chunks) yield await objects.read({ key: chunkHeldKey(importId, chunk.n) });
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
): AsyncGenerator<string> {
  const records = await readChunk(chunk, plan, objects);
  const places = new Map(records.map(({ line }, index) => [line, index]));
  for (const { row, rows, message } of refused) {
    const first = places.get(row) ?? records.length;
    const why = {
      code: 'refused_by_customerio',
      reason: `${REJECTS.refused_by_customerio.means} ${message}`,
    };
    for (const record of records.slice(first, first + rows)) {
      yield rejectLine(record, plan.header, why, plan.dialect.delimiter);
    }
  }
}

async function readChunk(chunk: Chunk, plan: Plan, objects: ObjectStore): Promise<CsvRecord[]> {
  const bytes = await objects.read(plan.input, { start: chunk.start, end: chunk.end });
  return readRecords(bytes, {
    dialect: plan.dialect,
    firstLine: chunk.firstLine,
    columns: plan.header.length,
  });
}

function holds(chunk: Chunk, plan: Plan, line: number): boolean {
  const next = plan.chunks[chunk.n + 1];
  return line >= chunk.firstLine && (next === undefined || line < next.firstLine);
}
