// The files that an import writes for itself: for each file its key, its schema, the function that writes it and the
// functions that read it.
import type { FunctionName } from '../contracts/environment.ts';
import { ChunkFailureSchema } from '../contracts/failure.ts';
import type { Feed, Feeds } from '../contracts/feed/feed.ts';
import { prettyJson } from '../contracts/format.ts';
import * as keys from '../contracts/object-keys.ts';
import { ReportSchema } from '../contracts/report.ts';
import { CanarySentSchema } from '../domain/canary/canary.ts';
import { DecidedSchema } from '../domain/decision/decide.ts';
import { ReviewSchema } from '../domain/decision/review.ts';
import { type DeclinedOperation, DeclinedOperationsSchema } from '../domain/delivery/declined-operation.ts';
import { WeighedPartSchema } from '../domain/delivery/weighing.ts';
import { RefusedError, ReplanError, SupersededError } from '../domain/errors.ts';
import { BrokenGroupsSchema } from '../domain/findings/left-out-groups.ts';
import { isIntact } from '../domain/operations/members.ts';
import { type PartitionIndex, PartitionIndexSchema } from '../domain/operations/partition-index.ts';
import { feedOfPlan, type Plan, PlanSchema } from '../domain/plan.ts';
import { isReadable, type Planned, UnreadPlanSchema } from '../domain/plan-format.ts';
import { type ChunkSummary, ChunkSummarySchema } from '../domain/profile/chunk-summary.ts';
import { shownNames } from '../domain/rows/shown-header.ts';
import type { ByteRange, ObjectStore } from '../ports/object-store.ts';

/** The functions that write a file, and those that read it. */
interface Flow {
  readonly writers: readonly FunctionName[];
  readonly readers: readonly FunctionName[];
}

/** `Place` is what the key is made of, such as the import and the chunk. */
interface ImportFile<Place extends readonly unknown[], Value, Saved = Value> extends Flow {
  key(...place: Place): string;
  /** @throws RefusedError `object_gone` if it was not written, or has expired. */
  open(objects: ObjectStore, ...place: Place): Promise<Value>;
  /** @returns undefined if it was not written, or has expired. */
  find(objects: ObjectStore, ...place: Place): Promise<Value | undefined>;
  save(objects: ObjectStore, saved: Saved, ...place: Place): Promise<void>;
}

export const importFiles = {
  plan: jsonFile(keys.planKey, PlanSchema, {
    writers: ['split'],
    readers: ['validate', 'review', 'decide', 'forward', 'report'],
  }),
  chunkSummary: jsonFile<Parameters<typeof keys.chunkSummaryKey>, ChunkSummary>(
    keys.chunkSummaryKey,
    ChunkSummarySchema,
    {
      writers: ['validate'],
      readers: ['review'],
    },
  ),
  chunkFailure: jsonFile(keys.chunkFailureKey, ChunkFailureSchema, {
    writers: ['validate'],
    readers: ['report'],
  }),
  unreadPlan: jsonFile(keys.unreadPlanKey, UnreadPlanSchema, {
    writers: ['validate', 'review', 'decide', 'forward'],
    readers: ['report'],
  }),
  /** The operations of a chunk: a range of bytes for each partition. */
  operations: bytesFile(keys.operationsKey, 'application/octet-stream', {
    writers: ['validate'],
    readers: ['forward'],
  }),
  rejects: bytesFile(keys.chunkRejectsKey, 'text/csv', { writers: ['validate'], readers: ['report'] }),
  held: bytesFile(keys.chunkHeldKey, 'text/csv', { writers: ['validate'], readers: ['report'] }),
  identityPairs: bytesFile(keys.identityPairsKey, undefined, { writers: ['validate'], readers: ['review'] }),
  groups: bytesFile(keys.groupsKey, undefined, { writers: ['validate'], readers: ['review', 'report'] }),
  eventKeys: bytesFile(keys.eventKeysKey, undefined, { writers: ['validate'], readers: ['review'] }),
  brokenGroups: jsonFile(keys.brokenGroupsKey, BrokenGroupsSchema, {
    writers: ['review'],
    readers: ['report'],
  }),
  partitionIndex: jsonFile(keys.partitionIndexKey, PartitionIndexSchema, {
    writers: ['review'],
    readers: ['forward'],
  }),
  review: jsonFile(keys.reviewKey, ReviewSchema, { writers: ['review'], readers: ['decide', 'report'] }),
  weighed: jsonFile(keys.weighedKey, WeighedPartSchema, { writers: ['forward'], readers: ['decide'] }),
  decision: jsonFile(keys.decisionKey, DecidedSchema, {
    writers: ['decide'],
    readers: ['decide', 'forward', 'report'],
  }),
  canary: jsonFile(keys.canaryKey, CanarySentSchema, { writers: ['forward'], readers: ['report'] }),
  declined: jsonFile<Parameters<typeof keys.declinedKey>, readonly DeclinedOperation[]>(
    keys.declinedKey,
    DeclinedOperationsSchema,
    { writers: ['forward'], readers: ['report'] },
  ),
  report: jsonFile(keys.reportKey, ReportSchema, { writers: ['report'], readers: ['report'] }, prettyJson),
};

/** An import, and the execution that works on it, if it is known. */
export interface PlannedImport {
  readonly importId: string;
  readonly execution?: string | undefined;
}

/**
 * @throws RefusedError `object_gone` @throws ReplanError if another version made the plan.
 * @throws SupersededError if another execution made it.
 */
export async function readPlan({ importId, execution }: PlannedImport, objects: ObjectStore): Promise<Plan> {
  const plan = await importFiles.plan.open(objects, importId);
  if (execution !== undefined && plan.execution !== execution)
    throw new SupersededError(`Another execution has planned import ${importId}.`);
  return readable(plan, importId, objects);
}

/**
 * @throws RefusedError `object_gone`; `feed_changed` if a deployment has changed or removed the feed since.
 * @throws ReplanError if another version made the plan.
 * @throws SupersededError if another execution made it.
 */
export async function openPlan(
  planned: PlannedImport,
  objects: ObjectStore,
  feeds: Feeds,
): Promise<{ readonly plan: Plan; readonly feed: Feed }> {
  const plan = await readPlan(planned, objects);
  const feed = feedOfPlan(plan, feeds);
  // A plan from before 2026-12 does not say which names are masked.
  return { plan: { ...shownNames(feed, plan.header), ...plan }, feed };
}

/**
 * @throws RefusedError `object_gone` @throws ReplanError if another version made the plan.
 * @throws SupersededError if another execution made it.
 */
export async function openPartition(
  { partition, ...planned }: PlannedImport & { readonly partition: number },
  objects: ObjectStore,
): Promise<PartitionIndex> {
  const { importId } = planned;
  const plan = await readPlan(planned, objects);
  return readable(
    await importFiles.partitionIndex.open(objects, importId, plan, partition),
    importId,
    objects,
  );
}

/** Report reads the note, because Step Functions does not say why an item of a Map failed. */
async function readable<Value extends Planned>(
  planned: Value,
  importId: string,
  objects: ObjectStore,
): Promise<Value> {
  if (isReadable(planned)) return planned;
  throw await notToRead(planned, importId, objects);
}

async function notToRead(
  { execution, plannedAt }: Pick<Planned, 'execution' | 'plannedAt'>,
  importId: string,
  objects: ObjectStore,
): Promise<ReplanError> {
  await importFiles.unreadPlan.save(objects, { execution, plannedAt }, importId);
  return new ReplanError();
}

/** What the canary sent of each partition, under one version of the plan. */
export function openCanaries(objects: ObjectStore, importId: string, plan: string) {
  return openAll(objects, keys.canaryPrefix(importId, plan), CanarySentSchema);
}

/** How often each partition with a checkpoint that counts has begun again. */
export type Generations = ReadonlyMap<number, number>;

/**
 * The operations that Customer.io declined, batch by batch, under one version of the plan. What a partition noted before
 * it began again does not count, and neither does what has no checkpoint: these rows have no outcome yet. Of two workers
 * that noted the same batch, the later one is right: the earlier one has no checkpoint after it.
 */
export async function openDeclined(
  objects: ObjectStore,
  importId: string,
  plan: string,
  generations: Generations,
): Promise<(readonly DeclinedOperation[])[]> {
  const latest = new Map<string, { readonly key: string; readonly epoch: number }>();
  for await (const key of objects.list(keys.declinedPrefix(importId, plan))) {
    const { partition, generation, position, epoch } = keys.declinedBatchOf(key);
    if (generation !== generations.get(partition)) continue;
    const place = `${partition}-${position}`;
    if (epoch >= (latest.get(place)?.epoch ?? 0)) latest.set(place, { key, epoch });
  }
  const all: (readonly DeclinedOperation[])[] = [];
  for (const { key } of latest.values()) all.push(await openJson(objects, key, DeclinedOperationsSchema));
  return all;
}

/**
 * The operations of a partition in one chunk, compressed.
 * @throws ReplanError if the bytes are not those that Review has indexed: another run of Validate wrote over them.
 */
export async function openOperations(
  objects: ObjectStore,
  importId: string,
  index: Pick<PartitionIndex, 'format' | 'plan' | 'plannedAt' | 'execution'>,
  { chunk, crc32, ...range }: PartitionIndex['members'][number],
): Promise<Buffer> {
  const key = importFiles.operations.key(importId, planningOf(index), chunk);
  const bytes = await objects.read({ key }, range);
  if (isIntact(bytes, { crc32 })) return bytes;
  throw await notToRead(index, importId, objects);
}

/** The planning that an index is about. */
export function planningOf({
  format,
  plan,
  plannedAt,
}: Pick<PartitionIndex, 'format' | 'plan' | 'plannedAt'>): keys.Planning {
  return { format, version: plan, plannedAt };
}

/** A part of the keys of a chunk's events. */
export function openEventKeys(
  objects: ObjectStore,
  { importId, plan, chunk }: { readonly importId: string; readonly plan: Plan; readonly chunk: number },
  range: ByteRange,
): Promise<Buffer> {
  return objects.read({ key: importFiles.eventKeys.key(importId, plan, chunk) }, range);
}

/** A schema of zod, as far as it is used here. */
interface Schema<Value> {
  parse(json: unknown): Value;
}

function jsonFile<Place extends readonly unknown[], Value>(
  key: (...place: Place) => string,
  schema: Schema<Value>,
  flow: Flow,
  print: (value: Value) => string = JSON.stringify,
): ImportFile<Place, Value> {
  const open = (objects: ObjectStore, ...place: Place) => openJson(objects, key(...place), schema);
  return {
    ...flow,
    key,
    open,
    find: (objects, ...place) => ifWritten(open(objects, ...place)),
    save: (objects, value, ...place) => objects.write(key(...place), print(value), 'application/json'),
  };
}

function bytesFile<Place extends readonly unknown[]>(
  key: (...place: Place) => string,
  contentType: string | undefined,
  flow: Flow,
): ImportFile<Place, Buffer, Buffer | string> {
  const open = (objects: ObjectStore, ...place: Place) => objects.read({ key: key(...place) });
  return {
    ...flow,
    key,
    open,
    find: (objects, ...place) => ifWritten(open(objects, ...place)),
    save: (objects, bytes, ...place) => objects.write(key(...place), bytes, contentType),
  };
}

async function openJson<Value>(objects: ObjectStore, key: string, schema: Schema<Value>): Promise<Value> {
  return schema.parse(JSON.parse((await objects.read({ key })).toString('utf8')));
}

async function openAll<Value>(objects: ObjectStore, prefix: string, schema: Schema<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const key of objects.list(prefix)) all.push(await openJson(objects, key, schema));
  return all;
}

/** @returns undefined if the object is gone. */
export async function ifWritten<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'object_gone') return undefined;
    throw error;
  }
}
