// The pipeline over stores in memory, with the real DynamoDB adapters, which records what each step stores. A recording
// is a list of steps. It can be loaded up to any step, and an import in it can continue from there.
import { dynamoImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../../lambdas/adapters/dynamo-seen-table.ts';
import type { Environment, FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Feeds } from '../../lambdas/contracts/feed/feed.ts';
import { SplitInputSchema } from '../../lambdas/contracts/workflow.ts';
import { DeferError, PausedError } from '../../lambdas/domain/errors.ts';
import type { Item } from '../../lambdas/domain/operations/item.ts';
import { splitImport } from '../../lambdas/split/split-import.ts';
import { type MemoryCustomerIo, memoryCustomerIo } from '../fakes/memory-customerio.ts';
import { type MemoryDynamoDb, memoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import { memoryMetrics } from '../fakes/memory-metrics.ts';
import { memoryNotices } from '../fakes/memory-notices.ts';
import { type MemoryObjectStore, memoryObjectStore } from '../fakes/memory-object-store.ts';
import { memoryProfiles } from '../fakes/memory-profiles.ts';
import { memoryWaitingTasks } from '../fakes/memory-waiting-tasks.ts';
import { type VirtualClock, virtualClock } from '../fakes/virtual-clock.ts';
import { STEPS } from '../simulation/functions.ts';
import type { Ports } from '../simulation/ports.ts';
import { type Changes, difference, load, snapshot, TABLES } from './recorded-changes.ts';

/**
 * `crash`: the function crashes before it writes an object. `late`: it has time for one request. `lost`: Customer.io
 * takes a batch and its answer is lost. `unauthorized`: Customer.io refuses the credentials.
 */
export type Fault = 'crash' | 'late' | 'lost' | 'unauthorized';

export interface RecordedStep {
  /** `drop`, `remove`, or a function's name. */
  readonly step: string;
  /** The execution that called it, or the object that was dropped or removed. */
  readonly of: string;
  readonly output?: unknown;
  readonly error?: { readonly name: string; readonly code: string; readonly message: string };
  readonly fault?: Fault;
  /** Milliseconds since 1970: when it ended. */
  readonly at: number;
  readonly changed: Changes;
}

export interface RecordedPipeline {
  readonly clock: VirtualClock;
  readonly objects: MemoryObjectStore;
  readonly dynamodb: MemoryDynamoDb;
  readonly ports: Ports;
  readonly customerIo: MemoryCustomerIo;
  readonly recording: readonly RecordedStep[];
  /** Drops a file. @returns the event of S3. */
  drop(key: string, body: Buffer | string): Promise<object>;
  /** Removes a file with all its versions. */
  remove(key: string): Promise<void>;
  run(step: FunctionName, execution: string, input: unknown, fault?: Fault): Promise<RecordedStep>;
}

const SECONDS_PER_REQUEST = 20;
/** Enough for one request: Forward keeps 45 seconds back. */
const LATE_SECONDS = 60;
const INVOCATION_SECONDS = 900;
const PARTITIONS_AT_ONCE = 3;
const ENVIRONMENT = {
  PARTITIONS_AT_ONCE,
  IMPORTS_AT_ONCE: 2,
  REQUESTS_PER_SECOND: 12,
  PIPELINE_NAME: 'csv-to-customerio',
  CONSOLE_URL: 'https://console.example/',
} as unknown as Environment;

/** @param recording steps that were recorded before, in order. */
export async function recordedPipeline(
  feeds: Feeds,
  start: number,
  recording: readonly RecordedStep[] = [],
): Promise<RecordedPipeline> {
  const objects = memoryObjectStore();
  const dynamodb = memoryDynamoDb(TABLES);
  const loaded = virtualClock(start);
  const customerIo = memoryCustomerIo(loaded);
  customerIo.decline(isRefused);
  for (const { changed } of recording) await load(changed, objects, dynamodb, customerIo);
  const clock = virtualClock(recording.at(-1)?.at ?? start);
  let posted: (readonly Item[])[] = [];
  const ports = portsOver({ objects, dynamodb, customerIo, clock }, (items) => posted.push(items));
  const steps = [...recording];
  let before = await snapshot(objects, dynamodb);

  const record = async (step: Omit<RecordedStep, 'at' | 'changed'>): Promise<RecordedStep> => {
    const after = await snapshot(objects, dynamodb);
    const changed = { ...difference(before, after), ...(posted.length > 0 && { posted }) };
    before = after;
    posted = [];
    const recorded = { ...step, at: clock.now(), changed };
    steps.push(recorded);
    return recorded;
  };

  return {
    clock,
    objects,
    dynamodb,
    ports,
    customerIo,
    recording: steps,
    async drop(key, body) {
      const event = objectCreated(key, body, await objects.put(key, body), clock.now());
      await record({ step: 'drop', of: key, output: event });
      return event;
    },
    async remove(key) {
      objects.purge(key);
      await record({ step: 'remove', of: key });
    },
    async run(step, execution, input, fault) {
      const invoked = { ports, customerIo, clock, feeds, fault };
      const outcome = await outcomeOf(() => invoke(step, plain(input), invoked));
      return record({ step, of: execution, ...(fault && { fault }), ...outcome });
    },
  };
}

/** The event of S3. */
function objectCreated(key: string, body: Buffer | string, versionId: string, now: number): object {
  const size = Buffer.byteLength(body);
  const object = { key, size, etag: `etag-${versionId}`, 'version-id': versionId };
  return { time: new Date(now).toISOString(), detail: { bucket: { name: 'bucket' }, object } };
}

async function outcomeOf(call: () => Promise<unknown>): Promise<Pick<RecordedStep, 'output' | 'error'>> {
  try {
    return { output: plain(await call()) };
  } catch (error) {
    const { name, message, code = '' } = error as Error & { code?: string };
    return { error: { name, code, message } };
  }
}

interface Stores {
  readonly objects: MemoryObjectStore;
  readonly dynamodb: MemoryDynamoDb;
  readonly customerIo: MemoryCustomerIo;
  readonly clock: VirtualClock;
}

/** @param onTaken called with each batch that Customer.io took, also if its answer was lost. */
function portsOver(
  { objects, dynamodb, customerIo, clock }: Stores,
  onTaken: (items: readonly Item[]) => void,
): Ports {
  const client = dynamodb.client(async (command) => dynamodb.execute(command));
  const slow = async (body: string, items: Parameters<MemoryCustomerIo['postBatch']>[1]) => {
    const { batch } = JSON.parse(body) as { batch: Item[] };
    await clock.sleep(SECONDS_PER_REQUEST);
    try {
      const reply = await customerIo.postBatch(body, items);
      onTaken(batch);
      return reply;
    } catch (error) {
      if (error instanceof DeferError) onTaken(batch);
      throw error;
    }
  };
  return {
    objects,
    imports: dynamoImportsTable(client, 'imports', clock.now),
    seen: dynamoSeenTable(client, 'seen', clock),
    customerIo: { postBatch: slow },
    profiles: memoryProfiles(customerIo),
    notices: memoryNotices(),
    metrics: memoryMetrics(),
    tasks: memoryWaitingTasks(),
    clock,
    seenKey: async () => 'secret',
  };
}

interface Invoked extends Pick<Stores, 'customerIo' | 'clock'> {
  readonly ports: Ports;
  readonly feeds: Feeds;
  readonly fault: Fault | undefined;
}

async function invoke(
  step: FunctionName,
  input: unknown,
  { ports, customerIo, clock, feeds, fault }: Invoked,
): Promise<unknown> {
  if (fault === 'lost')
    customerIo.failNext(new DeferError('customerio_unavailable', 'no answer'), { applied: true });
  if (fault === 'unauthorized') customerIo.failNext(new PausedError('credentials_refused', '401'));
  const seconds = fault === 'late' ? LATE_SECONDS : INVOCATION_SECONDS;
  const call = {
    ports: fault === 'crash' ? { ...ports, objects: { ...ports.objects, write: crash } } : ports,
    environment: ENVIRONMENT,
    feeds,
    deadline: clock.now() + seconds * 1000,
    bucket: ports.objects,
    partitions: 3,
    chunkBytes: 300,
    onSeenKey: () => undefined,
  };
  // The smaller plan of STEPS knows neither parts nor groups.
  if (step === 'split' && !/\/carts\/|\/people\//.test(JSON.stringify(input)))
    return splitImport(SplitInputSchema.parse(input), call.ports, {
      feeds,
      partitionsAtOnce: PARTITIONS_AT_ONCE,
    });
  return STEPS[step](input, call);
}

async function crash(): Promise<never> {
  throw Object.assign(new Error('the function crashed'), { name: 'Runtime.ExitError' });
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** Rows that wish it, and the refunds of orders. */
function isRefused(item: Item): boolean {
  if (item.action === 'event' && item.name === 'order_refunded') return true;
  return 'attributes' in item && item.attributes?.wish === 'refused';
}
