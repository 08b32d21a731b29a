// The plan of an import: what Split found out about the file, for every later step to read.
import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Feed, Feeds } from '../contracts/feed.ts';
import { ChunkSchema } from '../contracts/workflow.ts';
import { RefusedError } from './errors.ts';

export const PlanSchema = z.object({
  /** ARN of the execution whose Split made it. */
  execution: z.string(),
  feed: z.string(),
  /** Names the plan: it changes with the feed's definition, and with it what the operations are. */
  version: z.string(),
  /** The file as UTF-8 text: the dropped object itself, or its decoded copy. */
  input: z.object({ key: z.string(), versionId: z.string().optional() }),
  dialect: z.object({ delimiter: z.enum([',', ';', '\t', '|']), newline: z.enum(['\n', '\r']) }),
  header: z.array(z.string()),
  chunks: z.array(ChunkSchema),
  partitions: z.number().int().positive(),
  /** What the report should tell about the columns. */
  notices: z.array(z.object({ column: z.string(), message: z.string() })),
  /** The import's time in Unix seconds: when the file arrived. */
  nowSeconds: z.number().int(),
});
export type Plan = Readonly<z.infer<typeof PlanSchema>>;

const MEBIBYTE = 1024 * 1024;
const CHUNK_BYTES = 8 * MEBIBYTE;
/** The list of chunks passes through the workflow's state: 2,000 of them stay below its 256 KB. */
const MOST_CHUNKS = 2_000;
/** A worker holds one partition in memory, as JSON about twice this. */
const PARTITION_BYTES = 8 * MEBIBYTE;
const SMALL_PARTITION_BYTES = MEBIBYTE;
const MOST_PARTITIONS = 1_000;

/** How large the chunks of a text become, in bytes. */
export function chunkTargetBytes(textBytes: number): number {
  return Math.max(CHUNK_BYTES, Math.ceil(textBytes / (MOST_CHUNKS - 1)));
}

/** How many partitions: as many as memory asks for, and enough to keep all workers busy where it is worth it. */
export function partitionCount(textBytes: number, partitionsAtOnce: number): number {
  const forMemory = Math.ceil(textBytes / PARTITION_BYTES);
  const forWorkers = Math.min(partitionsAtOnce, Math.ceil(textBytes / SMALL_PARTITION_BYTES));
  return Math.max(1, Math.min(MOST_PARTITIONS, Math.max(forMemory, forWorkers)));
}

/** A name that changes whenever the same file could yield other operations. */
export function planVersion(
  feeds: Pick<Feeds, 'workspace' | 'taxonomy'>,
  feed: Feed,
  partitions: number,
): string {
  return hash(
    'sha256',
    JSON.stringify([feeds.workspace, feeds.taxonomy, feed, partitions]),
    'base64url',
  ).slice(0, 12);
}

/**
 * The feed that a plan was made for.
 * @throws RefusedError `feed_changed` where a deployment has changed or removed it since.
 */
export function feedOfPlan(plan: Pick<Plan, 'feed' | 'version' | 'partitions'>, feeds: Feeds): Feed {
  const feed = Object.hasOwn(feeds.feeds, plan.feed) ? feeds.feeds[plan.feed] : undefined;
  if (feed && planVersion(feeds, feed, plan.partitions) === plan.version) return feed;
  throw new RefusedError(
    'feed_changed',
    feed
      ? 'The feed was changed while the import ran. Redrive it: nothing is sent twice.'
      : `The feed "${plan.feed}" was removed while the import ran. Deploy it again, then redrive: nothing is sent twice.`,
  );
}
