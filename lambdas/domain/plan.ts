// The plan of an import: what Split found out about its files, for every later step to read.
import { hash } from 'node:crypto';
import * as z from 'zod';
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { type Chunk, ChunkSchema } from '../contracts/workflow.ts';
import { refusal } from './errors.ts';

const delimiter = z.enum([',', ';', '\t', '|']);

/**
 * One file of the import: the dropped object, or one of those that its manifest or `_SUCCESS` stands for.
 * `key` and `versionId` (`etag` where it has none) are where its UTF-8 text lies: the object itself, or its decoded copy.
 */
export const PartSchema = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  etag: z.string().optional(),
  /** Key of the object as it was dropped. */
  name: z.string(),
  dialect: z.object({
    delimiter,
    newline: z.enum(['\n', '\r']),
    quoting: z.enum(['double', 'backslash', 'none']),
  }),
  /** Lines are numbered on through all parts, so that a number names one row: this part's first line is the next. */
  linesBefore: z.number().int().nonnegative(),
});
export type Part = Readonly<z.infer<typeof PartSchema>>;
/** By what a line's number tells where it stands. */
export type PlacedPart = Pick<Part, 'name' | 'linesBefore'>;

export const PlanSchema = z.object({
  /** ARN of the execution whose Split made it. */
  execution: z.string(),
  feed: z.string(),
  /** Nothing may be sent. */
  dryRun: z.boolean(),
  /** The feed's limits are not asked. */
  approved: z.boolean(),
  /** Operations that go first, where the file asks for another canary than its feed. */
  canary: z.number().optional(),
  /** Names how the feed was defined. */
  definition: z.string(),
  /** Names the plan: it changes with the feed's definition, and with it what the operations are. */
  version: z.string(),
  /** In the order in which their rows count; more than one only where the feed's files have a trigger. */
  parts: z.array(PartSchema).min(1),
  /** What all parts have, each in a header of its own or as the feed states it. */
  header: z.array(z.string()),
  chunks: z.array(ChunkSchema),
  partitions: z.number().int().positive(),
  /** Of the files that people get back. */
  delimiter,
  /** What the report should tell about the columns. */
  notices: z.array(z.object({ column: z.string(), message: z.string() })),
  /** The import's time in Unix seconds: when the file arrived. */
  nowSeconds: z.number().int(),
});
export type Plan = Readonly<z.infer<typeof PlanSchema>>;

/** The file that a chunk lies in. */
export function partOf(plan: Pick<Plan, 'parts'>, chunk: Pick<Chunk, 'part'>): Part {
  const part = plan.parts[chunk.part];
  if (!part) throw new RangeError(`the plan has no part ${chunk.part}`);
  return part;
}

/** Where people find a line that is numbered through all parts: in which file, and the line's number there. */
export function placeOf(
  { parts }: { readonly parts: readonly PlacedPart[] },
  line: number,
): { file: string; line: number } {
  const part = parts.findLast(({ linesBefore }) => linesBefore < line) ?? parts[0];
  return { file: part?.name ?? '', line: line - (part?.linesBefore ?? 0) };
}

const MEBIBYTE = 1024 * 1024;
const CHUNK_BYTES = 8 * MEBIBYTE;
/** The list of chunks passes through the workflow's state: 2,000 of them stay below its 256 KB. */
const MOST_CHUNKS = 2_000;
/** A worker holds one partition in memory, as JSON about twice this. */
const PARTITION_BYTES = 8 * MEBIBYTE;
const SMALL_PARTITION_BYTES = MEBIBYTE;
const MOST_PARTITIONS = 1_000;

/** Each part has at least one chunk, so that there is room for as many again. */
export const MOST_PARTS = MOST_CHUNKS / 2;

/** How large the chunks of a text in so many parts become, in bytes. */
export function chunkTargetBytes(textBytes: number, parts: number): number {
  return Math.max(CHUNK_BYTES, Math.ceil(textBytes / (MOST_CHUNKS - parts)));
}

/** How many partitions: as many as memory asks for, and enough to keep all workers busy where it is worth it. */
export function partitionCount(textBytes: number, partitionsAtOnce: number): number {
  const forMemory = Math.ceil(textBytes / PARTITION_BYTES);
  const forWorkers = Math.min(partitionsAtOnce, Math.ceil(textBytes / SMALL_PARTITION_BYTES));
  return Math.max(1, Math.min(MOST_PARTITIONS, Math.max(forMemory, forWorkers)));
}

/** A name that changes whenever the import could yield other operations. */
export function planVersion(
  definition: string,
  partitions: number,
  parts: readonly Pick<Part, 'name' | 'versionId' | 'etag'>[],
): string {
  return shortHash([definition, partitions, parts]);
}

/** A name for how a feed is defined, with what all feeds share. */
export function feedDefinition(
  { workspace, taxonomy }: Pick<Feeds, 'workspace' | 'taxonomy'>,
  feed: Feed,
): string {
  return shortHash([workspace, taxonomy, feed]);
}

/**
 * The feed that a plan was made for.
 * @throws RefusedError `feed_changed` where a deployment has changed or removed it since.
 */
export function feedOfPlan(plan: Pick<Plan, 'feed' | 'definition'>, feeds: Feeds): Feed {
  const feed = Object.hasOwn(feeds.feeds, plan.feed) ? feeds.feeds[plan.feed] : undefined;
  if (feed && feedDefinition(feeds, feed) === plan.definition) return feed;
  throw refusal('feed_changed', feed ? undefined : `The feed "${plan.feed}" was removed.`);
}

function shortHash(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url').slice(0, 12);
}
