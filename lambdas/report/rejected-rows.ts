// The rows of rejects.csv, streamed chunk by chunk: what Validate rejected, the groups that Review left out, and what
// Customer.io declined, in the order of the file.
import type { RejectExample } from '../contracts/report.ts';
import type { Chunk } from '../contracts/workflow.ts';
import type { CsvRecord } from '../domain/csv/records.ts';
import type { DeclinedOperation } from '../domain/delivery/declined-operation.ts';
import type { BrokenById } from '../domain/findings/left-out-groups.ts';
import { type Plan, partOf } from '../domain/plan.ts';
import type { GroupRecord } from '../domain/profile/group-records.ts';
import { EXAMPLES_KEPT, placeExamples } from '../domain/profile/statistics.ts';
import { explainReject, REJECTS, type RejectCode } from '../domain/reject.ts';
import {
  NO_GROUP,
  type RejectedLine,
  type RowGroup,
  readRejectedLines,
  rejectedLine,
  rejectHeader,
} from '../domain/report/reject-file.ts';
import { readRows } from '../domain/rows/each-row.ts';
import { markOfGone } from '../domain/rows/returned-row.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Generations, ifWritten, importFiles, openDeclined } from '../work/import-files.ts';
import { readChunk, readOptions } from './held-rows.ts';
import { openBrokenGroups, openGroups, rowGroup } from './rejected-groups.ts';

/** Header, then the rejected rows. */
export async function* rejectLines(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
  generations: Generations,
): AsyncGenerator<string | Buffer> {
  const declined = await readDeclined(importId, plan, objects, generations);
  const broken = await openBrokenGroups(importId, plan, objects);
  yield rejectHeader(plan.header, plan.delimiter, {
    files: plan.parts.length,
    groupsRows: broken !== undefined,
  });
  for (const chunk of plan.chunks) {
    const stored = (await importFiles.rejects.find(objects, importId, plan, chunk.n)) ?? Buffer.alloc(0);
    const own = declined.filter(({ row }) => holds(chunk, plan, row));
    if (stored.length === 0 && !broken && own.length === 0) continue;
    yield await chunkRejects({ importId, plan, chunk, stored, declined: own, broken }, objects);
  }
}

interface ChunkRejects {
  readonly importId: string;
  readonly plan: Plan;
  readonly chunk: Chunk;
  /** What Validate rejected. */
  readonly stored: Buffer;
  readonly declined: readonly DeclinedOperation[];
  readonly broken: BrokenById | undefined;
}

async function chunkRejects(rejects: ChunkRejects, objects: ObjectStore): Promise<Buffer> {
  const { importId, plan, chunk, stored, declined, broken } = rejects;
  const groups = (broken && (await openGroups(importId, plan, chunk.n, objects))) ?? [];
  const isLeftOut = ({ fate, group }: GroupRecord) =>
    fate !== 'rejected' && broken !== undefined && Object.hasOwn(broken, group);
  const needsRows = declined.length > 0 || groups.some(isLeftOut);
  const bytes = needsRows ? await ifWritten(readChunk(chunk, plan, objects)) : undefined;
  const records = bytes ? readRows(bytes, plan.header, readOptions(chunk, plan)) : [];
  const tagOf = (record: GroupRecord) => rowGroup(importId, record, broken ?? {});
  const known = groups
    .filter(({ fate }) => fate === 'rejected')
    .flatMap((group) => Array<RowGroup>(group.rows).fill(tagOf(group)));
  const { linesBefore } = partOf(plan, chunk);
  const lines = [
    ...readRejectedLines(stored, plan, broken && known).map(({ line, text }) => ({
      line: line + linesBefore,
      text,
    })),
    ...leftOutLines({ groups, isLeftOut, tagOf, records, broken, plan }),
    ...declinedLines(
      declined,
      records,
      plan,
      broken && new Map(groups.map((group) => [group.line, tagOf(group)])),
    ),
  ];
  return Buffer.concat(lines.sort((a, b) => a.line - b.line).map(({ text }) => text));
}

interface LeftOutRows {
  readonly groups: readonly GroupRecord[];
  readonly isLeftOut: (group: GroupRecord) => boolean;
  readonly tagOf: (group: GroupRecord) => RowGroup;
  /** All records of the chunk; none if the file is gone. */
  readonly records: readonly CsvRecord[];
  readonly broken: BrokenById | undefined;
  readonly plan: Plan;
}

function leftOutLines({ groups, isLeftOut, tagOf, records, broken = {}, plan }: LeftOutRows): RejectedLine[] {
  const lines: RejectedLine[] = [];
  let place = 0;
  for (const group of groups) {
    const end = place + group.rows;
    const code = broken[group.group]?.code;
    if (isLeftOut(group) && code !== undefined) {
      const own = records.length === 0 ? [{ line: group.line, cells: [] }] : records.slice(place, end);
      const gone = records.length === 0 ? explainBlanks(group.rows) : '';
      const mark = records.length === 0 ? markOfGone(code) : undefined;
      const why = { code, reason: explainReject({ code }) + gone, mark };
      for (const record of own) lines.push(rejectedLine(record, why, plan, tagOf(group)));
    }
    place = end;
  }
  return lines;
}

/** The first rows that Customer.io declined. */
export async function declinedExamples(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
  generations: Generations,
): Promise<RejectExample[]> {
  const declined = await readDeclined(importId, plan, objects, generations);
  const refused = declined.filter(({ further, code }) => further === undefined && code === undefined);
  const lines = new Set(refused.map(({ row }) => row));
  return placeExamples(
    [...lines].slice(0, EXAMPLES_KEPT).map((line) => ({ line })),
    plan,
  );
}

async function readDeclined(
  importId: string,
  plan: Plan,
  objects: ObjectStore,
  generations: Generations,
): Promise<readonly DeclinedOperation[]> {
  const all = await openDeclined(objects, importId, plan.version, generations);
  return all.flat().sort((a, b) => a.row - b.row);
}

/**
 * Each row once, with all reasons: a second line of an order would add an item to it when the file is dropped again.
 * @param groups by the line of their first row, if the feed groups rows.
 */
function declinedLines(
  declined: readonly DeclinedOperation[],
  records: readonly CsvRecord[],
  plan: Plan,
  groups: ReadonlyMap<number, RowGroup> | undefined,
): RejectedLine[] {
  const places = new Map(records.map(({ line }, index) => [line, index]));
  const lines = new Map<
    number,
    {
      readonly cells: readonly string[];
      readonly code: RejectCode;
      readonly reasons: Set<string>;
      group?: RowGroup;
    }
  >();
  for (const operation of declined) {
    const { row, rows, code = 'refused_by_customerio' } = operation;
    const first = places.get(row);
    const found = first === undefined ? [{ line: row, cells: [] }] : records.slice(first, first + rows);
    const reason = explainDeclined(operation) + (first === undefined ? explainBlanks(rows) : '');
    for (const { line, cells } of found) {
      const known = lines.get(line) ?? { cells, code, reasons: new Set() };
      if (groups) known.group = groups.get(row) ?? NO_GROUP;
      lines.set(line, known);
      known.reasons.add(reason);
    }
  }
  return [...lines].map(([line, { cells, code, reasons, group }]) => {
    const mark = cells.length === 0 ? markOfGone(code) : undefined;
    return rejectedLine({ line, cells }, { code, reason: [...reasons].join(' / '), mark }, plan, group);
  });
}

function explainDeclined({ further, message, code }: DeclinedOperation): string {
  const what =
    further === undefined
      ? ''
      : further === 'relationship'
        ? 'Relationship: '
        : `Further event "${further}": `;
  if (code) return `${what}${explainReject({ code })}`;
  return `${what}${REJECTS.refused_by_customerio.means} ${message}`;
}

function explainBlanks(rows: number): string {
  const more = rows > 1 ? ` The item was made from ${rows} rows that begin at this line.` : '';
  return ` The file was deleted, so the cells are empty here: find the line in your copy of the file.${more}`;
}

function holds(chunk: Chunk, plan: Plan, line: number): boolean {
  const next = plan.chunks[chunk.n + 1];
  return line >= chunk.firstLine && (next === undefined || line < next.firstLine);
}
