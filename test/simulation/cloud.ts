// The deployed pipeline in simulated time: dropped objects, the rules that start executions, the state machine and the
// steps of the functions. Any effect of a function can fail.
import type { FunctionName } from '../../lambdas/contracts/environment.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { Answers } from '../../local/customerio/unverified.ts';
import { matchesPattern } from '../../local/engine/event-pattern.ts';
import { type MemoryDynamoDb, memoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import { type MemoryObjectStore, memoryObjectStore } from '../fakes/memory-object-store.ts';
import { createApprovals, type Word } from './approvals.ts';
import type { Deployment } from './deployment.ts';
import { createExecutions, type Executions } from './executions.ts';
import { createFunctionCalls, type FunctionCalls } from './function-calls.ts';
import type { Effect, Fate } from './invocation.ts';
import type { Json } from './json-path.ts';
import type { Mutant } from './mutant.ts';
import { createObservations, type Observations, type Observed } from './observations.ts';
import type { Random } from './random.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createStepCalls } from './step-calls.ts';
import { createVendor, type Vendor } from './vendor.ts';
import { firstVersion, type Version } from './versions.ts';

export interface CloudOptions {
  readonly deployment: Deployment;
  readonly random: Random;
  /** Which of the `ready` callers runs next. */
  readonly choose: (ready: number) => number;
  /** Seconds that an effect or a response of Customer.io takes. */
  readonly latency?: ((functionName: string) => number) | undefined;
  readonly fateOf?: (effect: Effect) => Fate;
  /** How a person answers a canary. The default is yes. */
  readonly word?: (() => Word) | undefined;
  readonly mutant?: Mutant | undefined;
  /** How Customer.io answers what it does not document. */
  readonly answers?: Partial<Answers> | undefined;
}

export interface Cloud extends Observed, Operator {
  readonly scheduler: Scheduler;
  readonly bucket: MemoryObjectStore;
  readonly dynamodb: MemoryDynamoDb;
  readonly deployment: Deployment;
  readonly vendor: Vendor;
  /** What happens at each effect from now on. */
  fateOf: (effect: Effect) => Fate;
  /** How a person answers a canary from now on. */
  word: () => Word;
  /** The version that each function has from now on. */
  readonly versions: Map<FunctionName, Version>;
  /** Drops a file. The bucket sends `times` notifications about it. Resolves to the notification. */
  readonly drop: (key: string, body: string, times?: number) => Promise<Json>;
}

/** What an operator can do. */
export interface Operator {
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

export function createCloud(options: CloudOptions): Cloud {
  const { deployment, random, latency = () => 0, mutant, answers } = options;
  const scheduler = createScheduler(START, options.choose);
  const bucket = memoryObjectStore();
  const dynamodb = memoryDynamoDb(deployment.tables);
  const observations = createObservations();
  const { effects: order, noteApproval: onYes, noteEntered: onEnter, noteBug: onBug } = observations;
  const latencySeconds = () => latency('customerio');
  const vendor = createVendor({ scheduler, latencySeconds, order, answers });
  const word = () => cloud.word();
  const approvals = createApprovals({ scheduler, dynamodb, ...deployment, word, onYes });
  const sendNotice = (notice: Notice): void => {
    observations.notices.push(notice);
    approvals.hear(notice);
  };
  const stores = { scheduler, random, bucket, dynamodb, sendNotice, succeedTask: approvals.succeedTask };
  const versions = new Map<FunctionName, Version>();
  const first = firstVersion(deployment.feeds);
  const versionOf = (name: FunctionName) => versions.get(name) ?? first;
  const callStep = createStepCalls({ versionOf, stores, vendor, mutant, observations });
  const fateOf = (effect: Effect) => cloud.fateOf(effect);
  const calls = createFunctionCalls({ deployment, scheduler, observations, latency, fateOf, callStep });
  const publish = (event: Json): void => {
    for (const arn of targetsOf(event, deployment)) {
      if (arn === deployment.stateMachineArn) executions.start(event);
      else void calls.invokeLater(arn, event);
    }
  };
  const engine = { scheduler, random, invoke: calls.invoke, openTask: approvals.openTask };
  const executions = createExecutions({ deployment, engine, publish, onEnter, onBug });
  const cloud: Cloud = {
    ...observations,
    ...operatorOf({ observations, calls, executions }),
    scheduler,
    bucket,
    dynamodb,
    deployment,
    vendor,
    versions,
    fateOf: options.fateOf ?? (() => 'well'),
    word: options.word ?? (() => 'yes'),
    async drop(key, body, times = 1) {
      const versionId = await bucket.put(key, body);
      const event = objectCreated({ bucket: deployment.bucket, key, body, versionId }, scheduler.now());
      for (let n = 0; n < times; n++) publish(event);
      return event;
    },
  };
  return cloud;
}

interface Services {
  readonly observations: Observations;
  readonly calls: FunctionCalls;
  readonly executions: Executions;
}

function operatorOf({ observations, calls, executions }: Services): Operator {
  let abandoned = false;
  return {
    start: executions.start,
    invoke: calls.invoke,
    approve(importId, event) {
      observations.noteApproval(importId);
      executions.start({ ...(event as object), approved: true });
    },
    redeliver: calls.redeliver,
    abortAll() {
      abandoned ||= executions.isRunning() && calls.isRunning();
      executions.abortAll();
    },
    abandoned: () => abandoned,
  };
}

/** The targets of each rule that matches. */
function targetsOf(event: Json, { rules }: Deployment): string[] {
  return rules.flatMap(({ pattern, targetArns }) => (matchesPattern(pattern, event) ? targetArns : []));
}

interface DroppedObject {
  readonly bucket: string;
  readonly key: string;
  readonly body: string;
  readonly versionId: string;
}

function objectCreated({ bucket, key, body, versionId }: DroppedObject, now: number): Json {
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
