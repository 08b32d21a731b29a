// The embedded cloud: runs the synthesized template on embedded servers that store everything in one folder.
import { randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type DRY_RUN, INCOMING } from '../../lambdas/contracts/object-keys.ts';
import { STATE } from '../../lambdas/contracts/workflow.ts';
import type { StandIn } from '../customerio/stand-in.ts';
import type { NoticesServer } from '../notices/server.ts';
import {
  type Operation,
  type StepFunctionsServer,
  startStepFunctionsServer,
} from '../step-functions/server.ts';
import { type Activity, createActivity } from './activity.ts';
import { type CustomerIoOptions, type EmbeddedServers, startEmbeddedServers } from './embedded-servers.ts';
import { announceEngine, type EngineAddress } from './engine-address.ts';
import { createEventBus, type EventBus, type EventBusOptions } from './event-bus.ts';
import { executionNameOf, executionNameOfEvent, statusChangeEvent } from './events.ts';
import { type ExecutionRecord, openExecutionJournal } from './execution-journal.ts';
import { createExecutions, type ExecutionProgress, type Executions } from './executions.ts';
import { createFunctionPools, type FunctionPools } from './function-pool.ts';
import { type Endpoints, functionVariables } from './function-variables.ts';
import { objectEvents } from './missed-objects.ts';
import { operatorOperations } from './operator.ts';
import { lockStore } from './store-lock.ts';
import { createTaskTokens, type TaskTokens } from './task-tokens.ts';
import { type CloudTemplate, readTemplate, type ScheduleDescription } from './template.ts';
import { createWorkflow, type ExecutionEnd, type WorkflowOptions } from './workflow.ts';

export interface EmbeddedCloudOptions
  extends Pick<WorkflowOptions, 'waitSeconds' | 'retrySeconds' | 'answerSeconds'> {
  /** Folder of a synthesized cloud assembly. */
  readonly assembly: string;
  /** Folder in which everything persists; it is created if it is missing. Only one engine at a time may use it. */
  readonly store: string;
  readonly customerIo?: CustomerIoOptions;
  /** Invocations of one function that run at the same time. Default: one per core, at least eight. */
  readonly environmentsPerFunction?: number;
  readonly onProgress?: (progress: ExecutionProgress) => void;
  /** The clock for start and end of executions. */
  readonly now?: () => Date;
}

export interface DroppedFile {
  readonly key: string;
  readonly versionId: string;
  /** The execution that it starts. */
  readonly executionArn: string;
}

export interface EmbeddedCloud {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
  readonly standIn: StandIn;
  /** Events on EventBridge and messages on SNS since the engine started. */
  readonly notices: Pick<NoticesServer, 'events' | 'messages'>;
  readonly bucketName: string;
  /** Names of the tables by their logical ids. */
  readonly tables: Readonly<Record<string, string>>;
  /** The state machine's definition, exactly as in the template. */
  readonly definition: string;
  readonly template: CloudTemplate;
  /** Lets another process find the engine: see `findEngine`. */
  readonly address: Omit<EngineAddress, 'process'>;
  /** Drops a file into `incoming/<feed>/` or `dry-run/<feed>/`. Content: a body, or the path of a file that is streamed. */
  readonly putFile: (
    feed: string,
    fileName: string,
    content: string | Uint8Array | { readonly path: string },
    root?: typeof INCOMING | typeof DRY_RUN,
  ) => Promise<DroppedFile>;
  /** ARN of the execution that an object version has started or will start. */
  readonly executionOf: (key: string, versionId: string) => string;
  /** Resolves when the execution has ended. It may be called before the execution starts. */
  readonly execution: (arn: string) => Promise<ExecutionEnd>;
  /** Starts an execution, as an operator's redrive does. Resolves with its ARN. */
  readonly startExecution: (input: object) => Promise<string>;
  /** Calls the target of a schedule of the template. Resolves with its result. */
  readonly runSchedule: (schedule: ScheduleDescription) => Promise<unknown>;
  /** All executions in the store, oldest first. */
  readonly executions: () => readonly ExecutionRecord[];
  /** Resolves when no execution is running and every event is delivered. */
  readonly idle: () => Promise<void>;
  /** Maximum resident memory of a process of each function, in bytes by function name. */
  readonly memory: () => Readonly<Record<string, number>>;
  /** Stops everything. The next engine on this store resumes running executions. */
  readonly close: () => Promise<void>;
}

/** Pauses between attempts to deliver an event. */
const DELIVERY_RETRY_SECONDS = [0.5, 2];

/**
 * Starts the servers, resumes the executions that an earlier engine did not finish, and imports files that are dropped
 * into the bucket.
 * @throws Error if another engine uses the store, or the template has something that the engine cannot run.
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const store = resolve(options.store);
  const template = readTemplate(options.assembly);
  mkdirSync(store, { recursive: true });
  const unlock = lockStore(store);
  const closers: (() => Promise<void> | void)[] = [unlock];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    const servers = await startEmbeddedServers({
      template,
      store,
      customerIo: options.customerIo ?? {},
      onObjectCreated: (event) => void engine.bus.publish(event),
      onEvent: (event) => void engine.bus.publish(event),
    });
    closers.push(servers.close);
    const engine = await startEngine(options, store, template, servers.endpoints);
    closers.push(engine.close);
    engine.executions.resume();
    const events = await objectEvents(servers.s3, template.buckets, template.rules);
    for (const event of events) {
      if (!engine.executions.has(executionNameOfEvent(event))) void engine.bus.publish(event);
    }
    const cloud = cloudOf(template, servers, engine, close);
    closers.push(announceEngine(store, cloud.address));
    return cloud;
  } catch (error) {
    await close();
    throw error;
  }
}

interface Engine {
  readonly functions: FunctionPools;
  readonly bus: EventBus;
  readonly executions: Executions;
  readonly activity: Activity;
  readonly operator: StepFunctionsServer;
  readonly close: () => Promise<void>;
}

/** Connects functions, event bus and executions as the template defines. */
async function startEngine(
  options: EmbeddedCloudOptions,
  store: string,
  template: CloudTemplate,
  endpoints: Endpoints,
): Promise<Engine> {
  const { stateMachine } = template;
  const activity = createActivity();
  const logs = join(store, 'logs');
  const tokens = createTaskTokens();
  // It gets its operations before anything calls it.
  const operations: Record<string, Operation> = {};
  const operator = await startStepFunctionsServer(operations, endpoints.credentials);
  const functions = createFunctionPools({
    functions: template.functions,
    variables: (description) => functionVariables(description, { ...endpoints, stepFunctions: operator.url }),
    logs,
    environmentsPerFunction: options.environmentsPerFunction ?? Math.max(8, availableParallelism()),
  });
  const bus = createEventBus({
    rules: template.rules,
    deliver: async (targetArn, event) => {
      if (targetArn === stateMachine.arn) await executions.start(executionNameOfEvent(event), event);
      else await functions.invoke(targetArn, event);
    },
    onUndelivered: undeliveredLog(logs),
    retrySeconds: DELIVERY_RETRY_SECONDS,
    activity,
  });
  const invoke: WorkflowOptions['invoke'] = (...call) => activity.track(functions.invoke(...call));
  const executions = createExecutions({
    journal: await openExecutionJournal(join(store, 'executions')),
    workflow: createWorkflow({ ...options, stateMachine, invoke, ...waitsOf(tokens, activity) }),
    stateMachineArn: stateMachine.arn,
    announce: (record) => bus.publish(statusChangeEvent(record, stateMachine.arn)),
    onProgress: options.onProgress ?? (() => undefined),
    now: options.now ?? (() => new Date()),
    activity,
  });
  Object.assign(operations, operatorOperations(executions, tokens));
  const close = async () => {
    await operator.close();
    executions.close();
    bus.close();
    await functions.close();
    await activity.idle();
  };
  return { functions, bus, executions, activity, operator, close };
}

/** A task that waits for an approval does not count as running, but the function that asks for it does. */
function waitsOf(tokens: TaskTokens, activity: Activity): Pick<WorkflowOptions, 'awaitToken' | 'rest'> {
  return {
    awaitToken: tokens.wait,
    rest: (waiting, state) => (state === STATE.awaitApproval ? activity.rest(waiting) : waiting),
  };
}

/** Writes events that no attempt could deliver to a log file. */
function undeliveredLog(logs: string): EventBusOptions['onUndelivered'] {
  return (targetArn, event, error) => {
    const line = { at: new Date().toISOString(), targetArn, error: String(error), event };
    void appendFile(join(logs, 'undelivered-events.log'), `${JSON.stringify(line)}\n`);
  };
}

function cloudOf(
  template: CloudTemplate,
  { s3, dynamodb, standIn, notices, endpoints }: EmbeddedServers,
  { functions, executions, activity, operator }: Engine,
  close: () => Promise<void>,
): EmbeddedCloud {
  const bucketName = template.buckets.find(({ eventBridge }) => eventBridge)?.name ?? '';
  const executionOf = (key: string, version: string) =>
    executions.arnOf(executionNameOf({ bucket: bucketName, key, version }));
  return {
    s3,
    dynamodb,
    standIn,
    notices,
    bucketName,
    template,
    address: { endpoints: { ...endpoints, stepFunctions: operator.url }, outputs: template.outputs },
    definition: template.stateMachine.definition,
    tables: Object.fromEntries(template.tables.map(({ logicalId, name }) => [logicalId, name])),
    putFile: async (feed, fileName, content, root = INCOMING) => {
      const key = `${root}${feed}/${fileName}`;
      const body =
        typeof content === 'object' && 'path' in content
          ? { Body: createReadStream(content.path), ContentLength: statSync(content.path).size }
          : { Body: content, ContentLength: Buffer.byteLength(content) };
      const { VersionId, ETag } = await s3.send(
        new PutObjectCommand({ Bucket: bucketName, Key: key, ...body }),
      );
      const versionId = VersionId ?? ETag?.replaceAll('"', '') ?? '';
      return { key, versionId, executionArn: executionOf(key, versionId) };
    },
    executionOf,
    execution: executions.end,
    startExecution: (input) => executions.start(randomUUID(), input),
    runSchedule: ({ targetArn, input }) => activity.track(functions.invoke(targetArn, JSON.parse(input))),
    executions: executions.list,
    idle: activity.idle,
    memory: functions.memory,
    close,
  };
}
