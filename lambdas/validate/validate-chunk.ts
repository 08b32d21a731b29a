// Makes operations and rejects from a chunk's bytes: the whole of reading, mapping and checking, on one CPU.

import type { Failure } from '../contracts/failure.ts';
import type { Feed, Feeds } from '../contracts/feed.ts';
import {
  chunkFailureKey,
  chunkRejectsKey,
  chunkSummaryKey,
  operationsKey,
  planKey,
} from '../contracts/object-keys.ts';
import type { ValidateInput } from '../contracts/workflow.ts';
import { type CsvRecord, readRecords } from '../domain/csv/records.ts';
import { packMembers } from '../domain/delivery/members.ts';
import type { Operation } from '../domain/delivery/operation.ts';
import { RefusedError } from '../domain/errors.ts';
import { type Plan, PlanSchema } from '../domain/plan.ts';
import { rejectLine } from '../domain/report/reject-file.ts';
import type { ChunkSummary } from '../domain/review/chunk-summary.ts';
import { addCounts, NO_STATISTICS, type Statistics } from '../domain/review/statistics.ts';
import { groupRecords } from '../domain/rows/group.ts';
import { compileMapper, type Mapped } from '../domain/rows/map-row.ts';
import { explainReject, type RejectCode } from '../domain/rows/reject.ts';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Writes the chunk's operations, rejects and summary; a second run writes the same again.
 * @throws RefusedError `object_gone`, having noted it for Report.
 */
export async function validateChunk(
  input: ValidateInput,
  { objects }: { readonly objects: ObjectStore },
  feeds: Feeds,
): Promise<{ readonly n: number }> {
  try {
    return await writeChunk(input, objects, feeds);
  } catch (error) {
    if (error instanceof RefusedError) {
      const failure: Failure = { code: error.code, message: error.message };
      await objects.write(chunkFailureKey(input.importId), JSON.stringify(failure), 'application/json');
    }
    throw error;
  }
}

async function writeChunk({ importId, chunk }: ValidateInput, objects: ObjectStore, feeds: Feeds) {
  const plan = PlanSchema.parse(
    JSON.parse((await objects.read({ key: planKey(importId) })).toString('utf8')),
  );
  const feed = feeds.feeds[plan.feed];
  if (!feed) throw new Error(`feed ${plan.feed} is gone since the import began`);
  const bytes = await objects.read(plan.input, { start: chunk.start, end: chunk.end });
  const { operations, rejects, statistics } = mapChunk(bytes, chunk.firstLine, plan, feed, feeds.workspace);
  const { body, members } = packMembers(operations, plan.partitions);
  const summary: ChunkSummary = { statistics, members };
  await Promise.all([
    objects.write(operationsKey(importId, chunk.n), body, 'application/gzip'),
    objects.write(chunkRejectsKey(importId, chunk.n), rejects.join(''), 'text/csv'),
  ]);
  await objects.write(chunkSummaryKey(importId, chunk.n), JSON.stringify(summary), 'application/json');
  return { n: chunk.n };
}

interface MappedChunk {
  readonly operations: readonly Operation[];
  /** Lines of the reject file. */
  readonly rejects: readonly string[];
  readonly statistics: Statistics;
}

type Group = readonly [CsvRecord, ...CsvRecord[]];

function mapChunk(bytes: Buffer, firstLine: number, plan: Plan, feed: Feed, workspace: string): MappedChunk {
  const { dialect, header, nowSeconds } = plan;
  const records = readRecords(bytes, { dialect, firstLine, columns: header.length });
  const map = compileMapper(feed, header, { workspace, nowSeconds });
  const operations: Operation[] = [];
  const rejects: string[] = [];
  let statistics: Statistics = { ...NO_STATISTICS, rows: records.length };
  for (const group of groupsOf(records, header, feed)) {
    const mapped = map(group);
    if ('operation' in mapped) operations.push(mapped.operation);
    else rejects.push(...rejectLines(group, mapped.reject, plan));
    statistics = count(statistics, mapped, group.length);
  }
  return { operations, rejects, statistics };
}

function groupsOf(records: readonly CsvRecord[], header: readonly string[], feed: Feed): readonly Group[] {
  const groupBy = feed.kind === 'events' ? feed.groupBy : undefined;
  const groups = groupBy
    ? groupRecords(records, header.indexOf(groupBy.column))
    : records.map((record) => [record]);
  return groups as unknown as readonly Group[];
}

function rejectLines(
  group: Group,
  reject: { readonly code: RejectCode; readonly column?: string },
  plan: Plan,
): string[] {
  const why = { ...reject, reason: explainReject(reject) };
  return group.map((record) => rejectLine(record, plan.header, why, plan.dialect.delimiter));
}

function count(statistics: Statistics, mapped: Mapped, rows: number): Statistics {
  if ('reject' in mapped) {
    return { ...statistics, rejects: addCounts(statistics.rejects, { [mapped.reject.code]: rows }) };
  }
  const { operation, name } = mapped;
  return {
    ...statistics,
    operations: statistics.operations + 1,
    bytes: statistics.bytes + Buffer.byteLength(operation.item),
    events: name === undefined ? statistics.events : addCounts(statistics.events, { [name]: rows }),
  };
}
