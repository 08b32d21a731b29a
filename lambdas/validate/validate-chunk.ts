// Makes operations and rejects from a chunk's bytes: the whole of reading, mapping and checking, on one CPU.

import type { Failure } from '../contracts/failure.ts';
import type { Feed, Feeds } from '../contracts/feed.ts';
import {
  chunkFailureKey,
  chunkHeldKey,
  chunkRejectsKey,
  chunkSummaryKey,
  operationsKey,
  planKey,
} from '../contracts/object-keys.ts';
import type { ValidateInput } from '../contracts/workflow.ts';
import { printRecord } from '../domain/csv/print-record.ts';
import { type CsvRecord, readRecords } from '../domain/csv/records.ts';
import { packMembers } from '../domain/delivery/members.ts';
import type { Operation } from '../domain/delivery/operation.ts';
import { RefusedError } from '../domain/errors.ts';
import { type Plan, PlanSchema } from '../domain/plan.ts';
import { rejectLine } from '../domain/report/reject-file.ts';
import type { ChunkSummary } from '../domain/review/chunk-summary.ts';
import { countRows, type Statistics } from '../domain/review/statistics.ts';
import { groupRecords } from '../domain/rows/group.ts';
import { compileMapper, type Group } from '../domain/rows/map-row.ts';
import { explainReject, type Reject } from '../domain/rows/reject.ts';
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
  const { operations, rejects, held, statistics } = mapChunk(bytes, chunk.firstLine, plan, feed, feeds);
  const { body, members } = packMembers(operations, plan.partitions);
  const summary: ChunkSummary = { statistics, members };
  await Promise.all([
    objects.write(operationsKey(importId, chunk.n), body, 'application/gzip'),
    objects.write(chunkRejectsKey(importId, chunk.n), rejects.join(''), 'text/csv'),
    objects.write(chunkHeldKey(importId, chunk.n), held.join(''), 'text/csv'),
  ]);
  await objects.write(chunkSummaryKey(importId, chunk.n), JSON.stringify(summary), 'application/json');
  return { n: chunk.n };
}

interface MappedChunk {
  readonly operations: readonly Operation[];
  /** Lines of the reject file. */
  readonly rejects: readonly string[];
  /** Lines of the held file. */
  readonly held: readonly string[];
  readonly statistics: Statistics;
}

function mapChunk(bytes: Buffer, firstLine: number, plan: Plan, feed: Feed, feeds: Feeds): MappedChunk {
  const { dialect, header, nowSeconds } = plan;
  const records = readRecords(bytes, { dialect, firstLine, columns: header.length });
  const map = compileMapper(feed, header, {
    workspace: feeds.workspace,
    taxonomy: feeds.taxonomy,
    nowSeconds,
  });
  const operations: Operation[] = [];
  const rejects: string[] = [];
  const held: string[] = [];
  const counter = countRows(records.length);
  for (const group of groupsOf(records, header, feed)) {
    const mapped = map(group);
    if ('reject' in mapped) {
      rejects.push(...rejectLines(group, mapped.reject, plan));
      counter.rejected(mapped.reject.code, group.length);
    } else if ('setAside' in mapped) {
      if (mapped.setAside === 'held')
        held.push(...group.map(({ cells }) => printRecord(cells, dialect.delimiter)));
      counter.setAside(mapped.setAside, group.length);
    } else {
      for (const operation of mapped.operations) operations.push(operation);
      counter.mapped(mapped, group.length);
    }
  }
  return { operations, rejects, held, statistics: counter.statistics() };
}

function groupsOf(records: readonly CsvRecord[], header: readonly string[], feed: Feed): readonly Group[] {
  const groupBy = feed.kind === 'events' ? feed.groupBy : undefined;
  const groups = groupBy
    ? groupRecords(records, {
        column: header.indexOf(groupBy.column),
        head: groupBy.headColumn === undefined ? undefined : header.indexOf(groupBy.headColumn),
      })
    : records.map((record) => [record]);
  return groups as unknown as readonly Group[];
}

function rejectLines(group: Group, reject: Reject, plan: Plan): string[] {
  const why = { code: reject.code, column: reject.column, reason: explainReject(reject) };
  return group.map((record) => rejectLine(record, plan.header, why, plan.dialect.delimiter));
}
