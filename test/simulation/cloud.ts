// The deployed pipeline in simulated time: dropped objects, the rules that start executions, the state machine and the
// steps of the functions. Any effect of a function can fail.

import type { SeenKey } from '../../lambdas/domain/operations/keys.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import { matchesPattern } from '../../local/engine/event-pattern.ts';
import { statusChangeEvent } from '../../local/engine/events.ts';
import { type Command, type MemoryDynamoDb, memoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import { type MemoryObjectStore, memoryObjectStore } from '../fakes/memory-object-store.ts';
import { createApprovals, type Word } from './approvals.ts';
import type { DeployedFunction, Deployment } from './deployment.ts';
import { STEPS } from './functions.ts';
import { runMachine, StateError } from './interpreter.ts';
import { type Effect, type Fate, type Invocation, PlatformError, runInvocation } from './invocation.ts';
import type { Json } from './json-path.ts';
import type { Mutant, SeenItems } from './mutant.ts';
import { portsOf } from './ports.ts';
import type { Random } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createVendor, type Vendor } from './vendor.ts';

export interface CloudOptions {
  readonly deployment: Deployment;
  readonly random: Random;
  /** Which of the `ready` callers runs next. */
  readonly choose: (ready: number) => number;
  /** Seconds that an effect or a response of Customer.io takes. */
  readonly latency?: (functionName: string) => number;
  readonly fateOf?: (effect: Effect) => Fate;
  /** How a person answers a canary. The default is yes. */
  readonly word?: (() => Word) | undefined;
  readonly mutant?: Mutant | undefined;
}

/** An invocation that succeeded. */
export interface Answered {
  /** How many effects there were before it. */
  readonly order: number;
  readonly function: string;
  readonly importId: string;
  readonly output: Json;
}

/** An import that took its turn. */
export interface TakenTurn {
  readonly importId: string;
  /** How many effects there were when it began to look for imports before it, and when it took the turn. */
  readonly looked: number;
  readonly taken: number;
}

export interface Cloud {
  readonly scheduler: Scheduler;
  readonly bucket: MemoryObjectStore;
  readonly dynamodb: MemoryDynamoDb;
  readonly deployment: Deployment;
  readonly vendor: Vendor;
  /** The notices that were sent. */
  readonly told: readonly Notice[];
  readonly answered: readonly Answered[];
  readonly turns: readonly TakenTurn[];
  /** By import, how many effects there were at its first approval. */
  readonly approvedAt: ReadonlyMap<string, number>;
  /** Errors of no error class of ours. */
  readonly bugs: readonly string[];
  readonly seenItems: SeenItems;
  readonly effects: () => number;
  /** What happens at each effect from now on. */
  fateOf: (effect: Effect) => Fate;
  /** How a person answers a canary from now on. */
  word: () => Word;
  /** Drops a file. The bucket sends `times` notifications about it. Resolves to the notification. */
  readonly drop: (key: string, body: string, times?: number) => Promise<Json>;
  /** Starts an execution, like a rule or an operator. */
  readonly start: (input: Json) => void;
  /** Calls a function, like a schedule. @throws StateError */
  readonly invoke: (functionArn: string, event: Json) => Promise<Json>;
  /** Approves a held import, with the bucket's notification about its file. */
  readonly approve: (importId: string, event: Json) => void;
  /** Delivers the messages in the dead-letter queue, like an operator after its alarm. */
  readonly redeliver: () => void;
  /** Aborts all running executions, like an operator. */
  readonly abortAll: () => void;
  /** Whether a function was running when its execution was aborted. AWS Lambda does not stop it. */
  readonly abandoned: () => boolean;
}

/** 2026-01-01T00:00:00Z. */
export const START = 1_767_225_600_000;
const OURS = ['RefusedError', 'DeferError', 'PausedError', 'SupersededError'];
/** Waits before AWS Lambda retries an asynchronous call (lib/constructs/import-triggers.ts). */
const ASYNC_RETRY_SECONDS = [60, 120];

export function createCloud(options: CloudOptions): Cloud {
  const { deployment, random, latency = () => 0, mutant } = options;
  const scheduler = createScheduler(START, options.choose);
  const bucket = memoryObjectStore();
  const dynamodb = memoryDynamoDb(deployment.tables);
  const told: Notice[] = [];
  const { importsTable } = deployment;
  const turns: TakenTurn[] = [];
  const approvedAt = new Map<string, number>();
  const onYes = (importId: string): void => {
    if (!approvedAt.has(importId)) approvedAt.set(importId, effects);
  };
  const approvals = createApprovals({ scheduler, dynamodb, importsTable, word: () => cloud.word(), onYes });
  const tell = (notice: Notice): void => {
    told.push(notice);
    approvals.hear(notice);
  };
  const stores = { scheduler, random, bucket, dynamodb, tell };
  const answered: Answered[] = [];
  const bugs: string[] = [];
  const undelivered: (() => void)[] = [];
  const seenItems = new Map<SeenKey, { readonly item: string; readonly content: string }>();
  const running = new Set<() => void>();
  let effects = 0;
  let executions = 0;
  let atWork = 0;
  let abandoned = false;
  const vendor = createVendor({
    scheduler,
    latencySeconds: () => latency('customerio'),
    order: () => effects,
  });
  const onSeenKey = ({ item, meta }: Operation, key: SeenKey) => {
    // The record of a roll-up has no item.
    if (item !== '' && !seenItems.has(key)) seenItems.set(key, { item, content: meta.content });
  };

  const callStep = async (
    { name, environment }: DeployedFunction,
    payload: Json,
    invocation: Invocation,
  ): Promise<Json> => {
    await invocation.effect('lambda invoke', () => undefined);
    const importId = importIdIn(payload);
    const looked = effects;
    /** Also if the invocation dies right after it. */
    const execute: MemoryDynamoDb['execute'] = (command) => {
      const done = dynamodb.execute(command);
      if (takesTurn(command)) turns.push({ importId, looked, taken: effects });
      return done;
    };
    const own = { ...stores, dynamodb: { ...dynamodb, execute } };
    const plain = portsOf(own, invocation, environment, vendor.ports(invocation, importId));
    const ports = mutant?.ports?.(plain, seenItems, importId) ?? plain;
    const step = mutant?.steps?.[name] ?? STEPS[name];
    const { deadline } = invocation;
    const call = { ports, environment, feeds: deployment.feeds, deadline, bucket, onSeenKey };
    const output = plainJson(await step(payload, call));
    answered.push({ order: effects, function: name, importId: importId || importIdIn(output), output });
    return output;
  };

  const invoke = async (functionArn: string, event: Json): Promise<Json> => {
    const deployed = deployment.functions.get(functionArn);
    if (deployed === undefined) throw new Error(`the simulation has no function ${functionArn}`);
    const { name, timeoutSeconds } = deployed;
    const fateOf = (functionName: string, effect: string) =>
      cloud.fateOf({ n: ++effects, function: functionName, name: effect });
    atWork++;
    try {
      return await runInvocation(
        { scheduler, function: name, timeoutSeconds, latency: () => latency(name), fateOf },
        (invocation) => callStep(deployed, plainJson(event), invocation),
      );
    } catch (error) {
      throw stateError(error, name, bugs);
    } finally {
      atWork--;
    }
  };

  const invokeLater = async (functionArn: string, event: Json): Promise<void> => {
    for (const pause of [...ASYNC_RETRY_SECONDS, undefined]) {
      try {
        await invoke(functionArn, event);
        return;
      } catch {
        if (pause !== undefined) await scheduler.sleep(pause);
      }
    }
    undelivered.push(() => void invokeLater(functionArn, event));
  };

  const publish = (event: Json): void => {
    for (const { pattern, targetArns } of deployment.rules) {
      if (!matchesPattern(pattern, event)) continue;
      for (const arn of targetArns) {
        if (arn === deployment.stateMachineArn) cloud.start(event);
        else void invokeLater(arn, event);
      }
    }
  };

  const cloud: Cloud = {
    scheduler,
    bucket,
    dynamodb,
    deployment,
    vendor,
    told,
    answered,
    turns,
    approvedAt,
    bugs,
    seenItems,
    effects: () => effects,
    fateOf: options.fateOf ?? (() => 'well'),
    word: options.word ?? (() => 'yes'),
    async drop(key, body, times = 1) {
      const event = objectCreated(deployment.bucket, key, body, await bucket.put(key, body), scheduler.now());
      for (let n = 0; n < times; n++) publish(event);
      return event;
    },
    start(input) {
      const name = `execution-${++executions}`;
      const arn = `${deployment.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      const startedAt = new Date(scheduler.now()).toISOString();
      let ended = false;
      const end = (
        status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'SUCCEEDED',
        error = '',
        cause = '',
      ): void => {
        if (ended) return;
        ended = true;
        running.delete(abort);
        timer.cancel();
        const state = status === 'SUCCEEDED' ? { status, output: null } : { status, error, cause };
        const record = { name, arn, input, startedAt, endedAt: startedAt, end: state };
        publish(plainJson(statusChangeEvent(record, deployment.stateMachineArn)));
      };
      const abort = () => end('ABORTED');
      running.add(abort);
      const { machine } = deployment;
      const timer = scheduler.after(machine.TimeoutSeconds ?? Infinity, () => end('TIMED_OUT'));
      const engine = { scheduler, random, invoke, openTask: approvals.openTask };
      void runMachine(machine, input, { Execution: { Id: arn } }, engine, { stopped: () => ended }).then(
        () => end('SUCCEEDED'),
        (error: unknown) => {
          if (error instanceof StateError) end('FAILED', error.name, error.cause);
          else bugs.push(`the workflow broke: ${error}`);
        },
      );
    },
    invoke,
    approve(importId, event) {
      onYes(importId);
      cloud.start({ ...(event as object), approved: true });
    },
    redeliver: () => {
      for (const deliver of undelivered.splice(0)) deliver();
    },
    abandoned: () => abandoned,
    abortAll: () => {
      abandoned ||= running.size > 0 && atWork > 0;
      for (const abort of running) abort();
    },
  };
  return cloud;
}

/** The error that Step Functions gets for an error of a function: its name, with code and message from the handler. */
function stateError(error: unknown, functionName: string, bugs: string[]): StateError {
  if (error instanceof PlatformError) return new StateError(error.name, '');
  const { name, message, code = 'internal_error' } = error as Error & { code?: string };
  if (!OURS.includes(name)) bugs.push(`${functionName} threw ${name}: ${message}`);
  return new StateError(name, JSON.stringify({ errorType: name, errorMessage: `[${code}] ${message}` }));
}

function objectCreated(bucket: string, key: string, body: string, versionId: string, now: number): Json {
  // Amazon S3 gives times in whole seconds.
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const object = { key, size: Buffer.byteLength(body), etag: `etag-${versionId}`, 'version-id': versionId };
  return {
    source: 'aws.s3',
    'detail-type': 'Object Created',
    time,
    detail: { bucket: { name: bucket }, object },
  };
}

/** As the adapter of the imports table writes it. */
function takesTurn({ input }: Command): boolean {
  return input.UpdateExpression?.startsWith('ADD forwarding') ?? false;
}

function importIdIn(value: Json): string {
  return String((value as { importId?: string } | null)?.importId ?? '');
}

function plainJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value ?? null)) as Json;
}
