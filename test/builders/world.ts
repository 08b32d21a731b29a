// The pipeline without AWS: its steps over fakes of their ports, called in the order of the workflow.
import type { ImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { type Feeds, FeedsSchema } from '../../lambdas/contracts/feed/feed.ts';
import { declinedBatchOf, declinedPrefix, planKey } from '../../lambdas/contracts/object-keys.ts';
import type { Chunk, ForwardOutput, SplitInput } from '../../lambdas/contracts/workflow.ts';
import type { DeclinedOperation } from '../../lambdas/domain/delivery/declined-operation.ts';
import type { Tally } from '../../lambdas/domain/delivery/tally.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import type { Plan } from '../../lambdas/domain/plan.ts';
import { events } from '../../lambdas/domain/presets/events.ts';
import { people } from '../../lambdas/domain/presets/people.ts';
import { shopifyOrders } from '../../lambdas/domain/presets/shopify-orders.ts';
import {
  type ForwardPorts,
  type ForwardSettings,
  forwardPartition,
} from '../../lambdas/forward/forward-partition.ts';
import {
  attributeHashesOf,
  personHashOf,
  rememberedKeyOf,
  seenKeysOf,
} from '../../lambdas/forward/seen-keys.ts';
import { reviewImport } from '../../lambdas/review/review-import.ts';
import { splitImport } from '../../lambdas/split/split-import.ts';
import { validateChunk } from '../../lambdas/validate/validate-chunk.ts';
import { type MemoryCustomerIo, memoryCustomerIo } from '../fakes/memory-customerio.ts';
import { type MemoryObjectStore, memoryObjectStore } from '../fakes/memory-object-store.ts';
import { type MemoryProfiles, memoryProfiles } from '../fakes/memory-profiles.ts';
import { type MemorySeenTable, memoryImportsTable, memorySeenTable } from '../fakes/memory-tables.ts';
import { type VirtualClock, virtualClock } from '../fakes/virtual-clock.ts';
import { csv } from '../integration/csv.ts';
import { type SmallPlan, smallerPlan } from './smaller-plan.ts';

export interface World extends ForwardPorts {
  readonly imports: ImportsTable;
  readonly objects: MemoryObjectStore;
  readonly seen: MemorySeenTable;
  readonly customerIo: MemoryCustomerIo;
  readonly profiles: MemoryProfiles;
  readonly clock: VirtualClock;
  readonly feeds: Feeds;
  readonly seenKey: () => Promise<string>;
}

export interface WorldOptions {
  /** The default is the presets, by their names. */
  readonly feeds?: Feeds;
  readonly secondsPerRequest?: number;
}

export const FEEDS = FeedsSchema.parse({
  workspace: 'main',
  feeds: { people, events, 'shopify-orders': shopifyOrders },
});

export function aWorld({ feeds = FEEDS, secondsPerRequest = 0 }: WorldOptions = {}): World {
  const clock = virtualClock();
  const customerIo = memoryCustomerIo(clock, secondsPerRequest);
  return {
    objects: memoryObjectStore(),
    imports: memoryImportsTable(clock.now),
    seen: memorySeenTable(clock),
    customerIo,
    profiles: memoryProfiles(customerIo),
    clock,
    feeds,
    seenKey: async () => 'secret',
  };
}

/** Drops a file. @returns the input of Split. A second execution has another name. */
export async function drop(
  { objects, clock }: World,
  key: string,
  body: Buffer | string,
  execution = 'execution-1',
): Promise<SplitInput> {
  const versionId = await objects.put(key, body);
  const size = Buffer.byteLength(body);
  const object = { key, size, etag: `etag-${versionId}`, 'version-id': versionId };
  return {
    event: { time: new Date(clock.now()).toISOString(), detail: { bucket: { name: 'bucket' }, object } },
    execution,
  };
}

/** Runs Split, then Validate for each chunk. @returns the import's id. */
export async function validateAll(world: World, input: SplitInput, small?: SmallPlan): Promise<string> {
  const split = await splitImport(input, world, { feeds: world.feeds, partitionsAtOnce: 5 });
  if (split.status !== 'split') throw new Error(`the file was ${split.status}`);
  const { importId } = split;
  const chunks = small ? await planSmaller(world, importId, small) : split.chunks;
  for (const chunk of chunks) await validateChunk({ importId, chunk }, world, world.feeds);
  return importId;
}

/** Imports a dropped file up to Forward. @returns the import's id. */
export async function prepare(world: World, input: SplitInput, small?: SmallPlan): Promise<string> {
  const importId = await validateAll(world, input, small);
  await reviewImport({ importId }, world, world.feeds);
  return importId;
}

/** Cuts the only file of an import into smaller chunks. */
export async function planSmaller(world: World, importId: string, small: SmallPlan): Promise<Chunk[]> {
  const plan = await smallerPlan(planIn(world, importId), world.objects, small);
  await world.objects.write(planKey(importId), JSON.stringify(plan));
  return plan.chunks;
}

export function planIn({ objects }: World, importId: string): Plan {
  return JSON.parse(objects.text(planKey(importId))) as Plan;
}

/** The declined operations that were stored under the import's plan: of each batch, those of the last worker. */
export function declinedIn(world: World, importId: string): DeclinedOperation[] {
  const { objects } = world;
  const prefix = declinedPrefix(importId, planIn(world, importId).version);
  const byEpoch = objects
    .keys()
    .filter((key) => key.startsWith(prefix))
    .toSorted((a, b) => declinedBatchOf(a).epoch - declinedBatchOf(b).epoch);
  const last = new Map(byEpoch.map((key) => [key.slice(0, key.lastIndexOf('-')), key]));
  return [...last.values()].flatMap((key) => JSON.parse(objects.text(key)) as DeclinedOperation[]);
}

/** Settings of an invocation that starts now. */
export function forwardSettings(world: World, change: Partial<ForwardSettings> = {}): ForwardSettings {
  return {
    seenKeys: seenKeysOf(world.feeds.workspace, 'secret'),
    rememberedKey: rememberedKeyOf(world.feeds.workspace, 'secret'),
    personHash: personHashOf(world.feeds.workspace, 'secret'),
    attributeHashes: attributeHashesOf(world.feeds.workspace, 'secret'),
    secondsBetweenRequests: 0,
    deadline: world.clock.now() + 900_000,
    ...change,
  };
}

/** Calls Forward for partition 0 until it is done, with waits. @returns every response. */
export async function forwardAll(
  world: World,
  importId: string,
  change: Partial<Omit<ForwardSettings, 'deadline'>> & { readonly secondsToDeadline?: number } = {},
): Promise<ForwardOutput[]> {
  const { secondsToDeadline = 900, ...settings } = change;
  const answers: ForwardOutput[] = [];
  for (let calls = 0; calls < 1_000; calls++) {
    const deadline = world.clock.now() + secondsToDeadline * 1000;
    const input = { importId, partition: 0 };
    const answer = await forwardPartition(input, world, forwardSettings(world, { ...settings, deadline }));
    answers.push(answer);
    if (answer.status !== 'more') return answers;
    await world.clock.sleep(answer.waitSeconds);
  }
  throw new Error('Forward does not end');
}

/** The tally of the only partition. */
export async function tallyIn({ imports }: World, importId: string): Promise<Tally> {
  const [checkpoint] = await imports.checkpoints(importId);
  if (!checkpoint) throw new Error('the partition was never started');
  return checkpoint.tally;
}

/** The outcomes that are not 0, and conflicts. */
export async function outcomesIn(world: World, importId: string): Promise<Record<string, number>> {
  const { outcomes, conflicts } = await tallyIn(world, importId);
  return Object.fromEntries(Object.entries({ ...outcomes, conflicts }).filter(([, count]) => count > 0));
}

/** Whether an item is about the person with this id. */
export function isAbout(id: string): (item: Item) => boolean {
  return ({ identifiers = {} }) => 'id' in identifiers && identifiers.id === id;
}

/** A line of an events file: order n of customer n. */
export function order(n: number, amount = 5): string {
  return `c${n},order_placed,2025-12-31T10:00:00Z,o${n},${amount}`;
}

/** Imports a file with these lines up to Forward. */
export async function importEvents(world: World, ...lines: readonly string[]): Promise<string> {
  const header = 'customer_id,event_name,timestamp,event_id,amount';
  return prepare(world, await drop(world, 'incoming/events/file.csv', csv(header, ...lines)));
}

/** Imports a file with lines of id, e-mail and plan up to Forward. */
export async function importPeople(world: World, ...lines: readonly string[]): Promise<string> {
  return prepare(world, await drop(world, 'incoming/people/file.csv', csv('id,email,plan', ...lines)));
}
