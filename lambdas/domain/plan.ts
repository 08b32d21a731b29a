// The plan of an import: what Split found out about its files. Every later step reads it.
import { hash } from 'node:crypto';
import * as z from 'zod';
import { type Feed, FeedSchema, type Feeds } from '../contracts/feed/feed.ts';
import { TaxonomySchema } from '../contracts/feed/taxonomy.ts';
import { withAdded } from '../contracts/feed/transform.ts';
import { withoutDefaults } from '../contracts/feed/without-defaults.ts';
import { HeaderNoteSchema } from '../contracts/report.ts';
import { type Chunk, ChunkSchema } from '../contracts/workflow.ts';
import { refusal } from './errors.ts';
import { PLAN_FORMAT, PLANNED } from './plan-format.ts';

const delimiter = z.enum([',', ';', '\t', '|']);

/**
 * One file of the import: the dropped object, or one of the objects that its manifest or `_SUCCESS` stands for.
 * `key` and `versionId` (`etag` if it has no version) name the object with its UTF-8 text: itself, or its decoded copy.
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
  /** Lines in the parts before it: line numbers count through all parts, so that a number names one row. */
  linesBefore: z.number().int().nonnegative(),
});
export type Part = Readonly<z.infer<typeof PartSchema>>;
/** What is needed to find the line of a part by its number. */
export type PlacedPart = Pick<Part, 'name' | 'linesBefore'>;

export const PlanSchema = z.object({
  ...PLANNED,
  /** ARN of the execution whose Split made it. */
  execution: z.string(),
  feed: z.string(),
  /** Nothing is sent. */
  dryRun: z.boolean(),
  /** The limits of the feed are not applied. */
  approved: z.boolean(),
  /** Operations of the canary, if the file asks for another number than its feed. */
  canary: z.number().optional(),
  /** A hash of the feed's definition. */
  definition: z.string(),
  /** Changes with everything that changes the operations, such as the feed's definition. */
  version: z.string(),
  /** In the order in which their rows count. More than one only if the feed's files have a trigger. */
  parts: z.array(PartSchema).min(1),
  /** The same in all parts: each has it in the file, or the feed states it. */
  header: z.array(z.string()),
  /** The names as they may be shown outside of the bucket, if some of them are masked. Absent before 2026-12. */
  shown: z.array(z.string()).optional(),
  chunks: z.array(ChunkSchema),
  partitions: z.number().int().positive(),
  /** Of rejects.csv and held.csv. */
  delimiter,
  /** Lines of first rows that look like headers, in a feed that states the columns. Absent if there are none. */
  headerLike: z.array(z.number().int()).readonly().optional(),
  /** The header notes. */
  notices: z.array(HeaderNoteSchema),
  /** Unix seconds: when the file arrived. */
  nowSeconds: z.number().int(),
});
export type Plan = Readonly<z.infer<typeof PlanSchema>>;

/** A plan whose header has the columns that are mapped, by the names as they may be shown. */
export type ShownPlan = Plan & {
  /** The names as they are in the file. Rules may read them, and nothing may show them. */
  readonly names: readonly string[];
};

/** The plan for findings, the report and the history. */
export function shownPlan(plan: Plan, feed: Pick<Feed, 'transform'>): ShownPlan {
  const header = [...withAdded(feed, plan.shown ?? plan.header)];
  return { ...plan, header, names: withAdded(feed, plan.header) };
}

/** How a name of the header is shown. Other names, such as those of properties, come from feeds.config.ts. */
export function showColumn(
  { header, shown = header }: Pick<Plan, 'header' | 'shown'>,
  column: string,
): string {
  return shown[header.indexOf(column)] ?? column;
}

/** The file that a chunk is in. */
export function partOf(plan: Pick<Plan, 'parts'>, chunk: Pick<Chunk, 'part'>): Part {
  const part = plan.parts[chunk.part];
  if (!part) throw new RangeError(`the plan has no part ${chunk.part}`);
  return part;
}

/** The file and the line in it, for a line number that counts through all parts. */
export function placeOf(
  { parts }: { readonly parts: readonly PlacedPart[] },
  line: number,
): { file: string; line: number } {
  const part = parts.findLast(({ linesBefore }) => linesBefore < line) ?? parts[0];
  return { file: part?.name ?? '', line: line - (part?.linesBefore ?? 0) };
}

const MEBIBYTE = 1024 * 1024;
const CHUNK_BYTES = 8 * MEBIBYTE;
/** The list of chunks passes through the workflow's state: 2,000 chunks are under its 256 KB. */
const MOST_CHUNKS = 2_000;
/** A worker keeps one partition in memory, as JSON of about twice this size. */
const PARTITION_BYTES = 8 * MEBIBYTE;
const SMALL_PARTITION_BYTES = MEBIBYTE;
const MOST_PARTITIONS = 1_000;

/** Each part has at least one chunk. This leaves half of the chunks for large parts. */
export const MOST_PARTS = MOST_CHUNKS / 2;

/** The size in bytes of the chunks of a text in this many parts. */
export function chunkTargetBytes(textBytes: number, parts: number): number {
  return Math.max(CHUNK_BYTES, Math.ceil(textBytes / (MOST_CHUNKS - parts)));
}

/** As many partitions as memory requires, and enough to keep all workers busy if the file is large enough. */
export function partitionCount(textBytes: number, partitionsAtOnce: number): number {
  const forMemory = Math.ceil(textBytes / PARTITION_BYTES);
  const forWorkers = Math.min(partitionsAtOnce, Math.ceil(textBytes / SMALL_PARTITION_BYTES));
  return Math.max(1, Math.min(MOST_PARTITIONS, Math.max(forMemory, forWorkers)));
}

/** A hash that changes whenever the import could have other operations. */
export function planVersion(
  definition: string,
  partitions: number,
  parts: readonly Pick<Part, 'name' | 'versionId' | 'etag'>[],
): string {
  return shortHash([definition, partitions, parts, PLAN_FORMAT]);
}

/**
 * A hash of the feed's definition, with the settings that all feeds share. Options that have their default are left out:
 * a release that adds an option does not change the hash.
 */
export function feedDefinition(
  { workspace, taxonomy }: Pick<Feeds, 'workspace' | 'taxonomy'>,
  feed: Feed,
): string {
  return shortHash([workspace, withoutDefaults(TaxonomyOption, taxonomy), withoutDefaults(FeedSchema, feed)]);
}

/** Grows when the same feed and file give other contents of events. */
const CONTENT_FORMAT = 2;

/**
 * Names the mapping that makes the content of events. Contents of different mappings are not compared: all of them
 * would differ. Options that do not change a property, such as limits, are not part of it.
 */
export function mappingOf(taxonomy: Feeds['taxonomy'], feed: Feed): string {
  const stated = withoutDefaults(FeedSchema, feed) as Readonly<Record<string, unknown>>;
  const rules = [
    ...MAPPING_OPTIONS.map((name) => stated[name]),
    ...LATER_OPTIONS.flatMap((name) => (stated[name] === undefined ? [] : [[name, stated[name]]])),
  ];
  return shortHash([CONTENT_FORMAT, withoutDefaults(TaxonomyOption, taxonomy), rules]);
}

/** The options of a feed that change properties. Those in LATER_OPTIONS change no hash of a feed without them. */
const MAPPING_OPTIONS: readonly string[] = [
  ...['identifiers', 'columns', 'unmapped', 'constants', 'templates', 'nullTokens', 'stripApostrophe'],
  ...['timezone', 'groupBy', 'taxonomy'],
];

const LATER_OPTIONS: readonly string[] = ['transform'];

const TaxonomyOption = TaxonomySchema.optional();

/** The hash as versions before 2026-12 made it, with the defaults of all options that they had. */
export function feedDefinitionBefore202612(
  { workspace, taxonomy }: Pick<Feeds, 'workspace' | 'taxonomy'>,
  feed: Feed,
): string {
  const asThen = { ...feed, limits: limitsBefore202612(feed.limits) };
  return shortHash([
    workspace,
    withoutDefaults(TaxonomyOption, taxonomy, KEPT_BEFORE_202612),
    withoutDefaults(FeedSchema, asThen, KEPT_BEFORE_202612),
  ]);
}

/** The options with a default before 2026-12. Never add one: those that came later must be left out. */
const DEFAULTS_BEFORE_202612: ReadonlySet<string> = new Set(
  `file requires refuses columns unmapped constants templates nullTokens stripApostrophe readBack approvalTimeout limits
  maxRejectShare volume spread otherwise empty after waitAtMost action allowFuture key also names properties aliases mode
  live suppress of first last count sum remembers flows expect`.split(/\s+/),
);

const KEPT_BEFORE_202612 = { keep: DEFAULTS_BEFORE_202612, order: 'as is' } as const;

/** `drift` had a default then. */
function limitsBefore202612({ drift = 'warn', empty, ...limits }: Feed['limits']): Feed['limits'] {
  return { ...limits, drift, empty };
}

/**
 * The feed that a plan was made for.
 * @throws RefusedError `feed_changed` if a deployment has changed or removed it since.
 */
export function feedOfPlan(plan: Pick<Plan, 'feed' | 'definition'>, feeds: Feeds): Feed {
  const feed = Object.hasOwn(feeds.feeds, plan.feed) ? feeds.feeds[plan.feed] : undefined;
  const hashes = [feedDefinition, feedDefinitionBefore202612];
  if (feed && hashes.some((hashOf) => hashOf(feeds, feed) === plan.definition)) return feed;
  throw refusal('feed_changed', feed ? undefined : `The feed "${plan.feed}" was removed.`);
}

function shortHash(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'base64url').slice(0, 12);
}
