// The rows of held.csv, streamed chunk by chunk.
import type { Chunk } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import type { CsvRecord, ReadOptions } from '../domain/csv/records.ts';
import type { BrokenById } from '../domain/findings/left-out-groups.ts';
import { type Plan, partOf } from '../domain/plan.ts';
import type { GroupRecord } from '../domain/profile/group-records.ts';
import { readPieces, rejectedIn } from '../domain/report/reject-file.ts';
import { eachRow } from '../domain/rows/each-row.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { ifWritten, importFiles } from '../work/import-files.ts';
import { openBrokenGroups, openGroups, rejectedPlaces } from './rejected-groups.ts';

/** Printed lines become bytes after this many characters, because the strings of a chunk take several times its size. */
const TEXT_CHARACTERS = 64 * 1024;

/** The rows of a held import that were not rejected, unchanged. They end where the input file is gone. */
export async function* allLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
): AsyncGenerator<string | Buffer> {
  yield printRecord(plan.header, plan.delimiter);
  const broken = await openBrokenGroups(importId, plan, objects);
  for (const chunk of plan.chunks) {
    const rejects = await importFiles.rejects.find(objects, importId, plan, chunk.n);
    const bytes = await ifWritten(readChunk(chunk, plan, objects));
    if (!rejects || !bytes) return;
    const groups = broken && (await openGroups(importId, plan, chunk.n, objects));
    const rejectedRows = groups && rejectedPlaces(groups, broken);
    const isRejected = rejectedIn(rejects, plan);
    const pieces: Buffer[] = [];
    let lines = '';
    let place = 0;
    const take = (row: CsvRecord, written: CsvRecord) => {
      if (rejectedRows ? rejectedRows.has(place++) : isRejected(row)) return;
      lines += printRecord(written.cells, plan.delimiter);
      if (lines.length < TEXT_CHARACTERS) return;
      pieces.push(Buffer.from(lines));
      lines = '';
    };
    eachRow(bytes, plan.header, readOptions(chunk, plan), { take });
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
  const broken = await openBrokenGroups(importId, plan, objects);
  for (const chunk of plan.chunks) {
    const held = (await importFiles.held.find(objects, importId, plan, chunk.n)) ?? Buffer.alloc(0);
    const groups = broken && (await openGroups(importId, plan, chunk.n, objects));
    yield groups ? withoutBroken(held, groups, broken, plan) : held;
  }
}

/** The held rows of a chunk, but not those of groups that are rejected. */
function withoutBroken(
  held: Buffer,
  groups: readonly GroupRecord[],
  broken: BrokenById,
  { delimiter }: Plan,
): Buffer {
  const isLeftOut = groups
    .filter(({ fate }) => fate === 'held')
    .flatMap((group) => Array<boolean>(group.rows).fill(Object.hasOwn(broken, group.group)));
  if (!isLeftOut.includes(true)) return held;
  const kept = readPieces(held, delimiter).filter((_, at) => !isLeftOut[at]);
  return Buffer.from(kept.map((cells) => printRecord(cells, delimiter)).join(''), 'latin1');
}

export function readChunk(chunk: Chunk, plan: Plan, objects: ObjectStore): Promise<Buffer> {
  return objects.read(partOf(plan, chunk), { start: chunk.start, end: chunk.end });
}

export function readOptions(chunk: Chunk, plan: Plan): Omit<ReadOptions, 'columns'> {
  const { dialect } = partOf(plan, chunk);
  return { dialect, firstLine: chunk.firstLine };
}
