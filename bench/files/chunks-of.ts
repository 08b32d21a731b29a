// The input of Validate for a file of the benchmark: the plan of Split, and the bytes of each chunk.
import { readFileSync } from 'node:fs';
import type { Feed } from '../../lambdas/contracts/feed/feed.ts';
import { isBundled } from '../../lambdas/contracts/feed/transform.ts';
import { cutRecords } from '../../lambdas/domain/csv/boundaries.ts';
import { sniffHead } from '../../lambdas/domain/csv/head.ts';
import { feedDefinition, type Plan } from '../../lambdas/domain/plan.ts';
import { PLAN_FORMAT } from '../../lambdas/domain/plan-format.ts';
import type { ChunkToMap } from '../../lambdas/validate/map-chunk.ts';
import { BENCH_FEEDS } from './feeds.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;
/** The file arrives at the beginning of 2026. */
const NOW_SECONDS = 1_767_225_600;
const PARTITIONS = 20;

export async function chunksOf(path: string, feedName: string): Promise<ChunkToMap[]> {
  const feed = BENCH_FEEDS.feeds[feedName] as Feed;
  const text = readFileSync(path);
  const { dialect, header, bodyStart, bodyLine } = sniffHead({ bytes: text, isWhole: true }, feed.file);
  const plan: Plan = {
    ...{ format: PLAN_FORMAT, plannedAt: 0 },
    execution: 'bench',
    feed: feedName,
    definition: feedDefinition(BENCH_FEEDS, feed),
    version: 'bench',
    parts: [{ key: path, name: path, dialect, linesBefore: 0 }],
    header: [...header],
    chunks: [],
    partitions: PARTITIONS,
    delimiter: dialect.delimiter,
    notices: [],
    nowSeconds: NOW_SECONDS,
    dryRun: false,
    approved: false,
  };
  const cut = {
    dialect,
    start: bodyStart,
    firstLine: bodyLine,
    targetBytes: CHUNK_BYTES,
    limitBytes: 4 * CHUNK_BYTES,
  };
  const { run: given } = feed.transform ?? {};
  const run = isBundled(given) ? undefined : given;
  const chunks: ChunkToMap[] = [];
  for await (const { start, end, firstLine } of cutRecords(piecesOf(text.subarray(bodyStart)), cut)) {
    const chunk = { n: chunks.length, part: 0, start, end, firstLine };
    chunks.push({ bytes: text.subarray(start, end), chunk, plan, feed, feeds: BENCH_FEEDS, run });
  }
  return chunks;
}

async function* piecesOf(text: Buffer): AsyncGenerator<Buffer> {
  yield text;
}
