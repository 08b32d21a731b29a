// The time of each part of Validate: each variant does the work of the variant before it, and one more thing.

import { eachRecord } from '../../lambdas/domain/csv/records.ts';
import { zstd } from '../../lambdas/domain/operations/compression.ts';
import { memberPacker } from '../../lambdas/domain/operations/members.ts';
import { printOperation } from '../../lambdas/domain/operations/operation.ts';
import { partOf } from '../../lambdas/domain/plan.ts';
import { createProfiler } from '../../lambdas/domain/profile/profiler.ts';
import { type ChunkToMap, mapChunk } from '../../lambdas/validate/map-chunk.ts';
import { chunksOf } from '../files/chunks-of.ts';
import { eventsFile, ordersFile } from '../files/write-file.ts';
import { inRounds, type Rounds, spreadOf } from '../measure/harness.ts';
import { type Result, result } from '../measure/results.ts';
import type { Scale } from '../measure/scale.ts';

/** A part of the rows is enough. */
const SHARE = 0.3;

export async function measureValidateParts({ events, orders, rounds }: Scale): Promise<Result[]> {
  return [
    ...(await partsOf('time in validate (a)', await eventsFile(0, events * SHARE), 'events', rounds)),
    ...(await partsOf('time in validate (b)', await ordersFile(orders * SHARE), 'orders', rounds)),
  ];
}

async function partsOf(stage: string, path: string, feed: string, rounds: number): Promise<Result[]> {
  const chunks = await chunksOf(path, feed);
  const each = (work: (chunk: ChunkToMap) => number) => () =>
    chunks.reduce((rows, chunk) => rows + work(chunk), 0);
  const { read, profiled, mapped, printed, packed } = await inRounds(
    [
      { name: 'read', run: each(readOnly) },
      { name: 'profiled', run: each(readAndProfile) },
      { name: 'mapped', run: each((chunk) => mapChunk(chunk, () => undefined).statistics.rows) },
      { name: 'printed', run: each((chunk) => mapChunk(chunk, printOperation).statistics.rows) },
      { name: 'packed', run: each(mapAndPack) },
    ],
    rounds,
  );
  return [
    result(stage, 'reading records', added(read), 'µs per row'),
    result(stage, 'profiling cells', added(profiled, read), 'µs per row'),
    result(stage, 'mapping, checking, hashing, JSON', added(mapped, profiled), 'µs per row'),
    result(stage, 'printing lines', added(printed, mapped), 'µs per row'),
    result(stage, 'partitions and compression', added(packed, printed), 'µs per row'),
  ];
}

const added = ({ cpu }: Rounds, before?: Rounds) =>
  spreadOf(cpu.map((seconds, round) => 1e6 * (seconds - (before?.cpu[round] ?? 0))));

function readOnly(chunk: ChunkToMap): number {
  let rows = 0;
  readChunk(chunk, () => rows++);
  return rows;
}

function readAndProfile(chunk: ChunkToMap): number {
  const { plan, feed } = chunk;
  const profiler = createProfiler(plan.header, { nowSeconds: plan.nowSeconds, timezone: feed.timezone });
  let rows = 0;
  readChunk(chunk, ({ line, cells }) => {
    profiler.row(line, cells);
    rows++;
  });
  return rows;
}

function readChunk({ bytes, chunk, plan }: ChunkToMap, take: Parameters<typeof eachRecord>[2]): void {
  const { dialect } = partOf(plan, chunk);
  eachRecord(bytes, { dialect, firstLine: chunk.firstLine, columns: plan.header.length }, take);
}

function mapAndPack(chunk: ChunkToMap): number {
  const packer = memberPacker(chunk.plan.partitions, zstd);
  const { rows } = mapChunk(chunk, packer.add).statistics;
  packer.pack();
  return rows;
}
