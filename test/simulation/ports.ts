// The ports of one invocation. Every call is an effect. The tables are the real adapters over DynamoDB in memory, so that
// each single write is an effect of its own.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoImportsTable, type ImportsTable } from '../../lambdas/adapters/dynamo-imports-table.ts';
import { dynamoSeenTable } from '../../lambdas/adapters/dynamo-seen-table.ts';
import type { Environment } from '../../lambdas/contracts/environment.ts';
import { DeferError } from '../../lambdas/domain/errors.ts';
import type { Notice } from '../../lambdas/domain/report/notice.ts';
import type { Clock } from '../../lambdas/ports/clock.ts';
import type { CustomerIo } from '../../lambdas/ports/customerio.ts';
import type { CustomerIoProfiles } from '../../lambdas/ports/customerio-profiles.ts';
import type { Metrics } from '../../lambdas/ports/metrics.ts';
import type { Notices } from '../../lambdas/ports/notices.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import type { SeenTable } from '../../lambdas/ports/seen-table.ts';
import type { WaitingTasks } from '../../lambdas/ports/waiting-tasks.ts';
import type { MemoryDynamoDb } from '../fakes/memory-dynamodb.ts';
import type { Invocation } from './invocation.ts';
import { type Json, plainJson } from './json-path.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

export interface Ports {
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
  readonly seen: SeenTable;
  readonly customerIo: CustomerIo;
  readonly profiles: CustomerIoProfiles;
  readonly notices: Notices;
  readonly metrics: Metrics;
  readonly tasks: WaitingTasks;
  readonly clock: Clock;
  /** The key of all hashes in the tables. */
  readonly seenKey: () => Promise<string>;
}

/** The key of all hashes in the tables. */
export const SECRET = 'secret';

export interface Stores {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly bucket: ObjectStore;
  readonly dynamodb: MemoryDynamoDb;
  readonly sendNotice: (notice: Notice) => void;
  /** @returns false if no task waits for the token. */
  readonly succeedTask: (token: string, output: Json) => boolean;
}

export function portsOf(
  { scheduler, random, bucket, dynamodb, sendNotice, succeedTask }: Stores,
  invocation: Invocation,
  environment: Environment,
  { customerIo, profiles }: Pick<Ports, 'customerIo' | 'profiles'>,
): Ports {
  const clock: Clock = { now: scheduler.now, random: random.next, sleep: invocation.sleep };
  const client = dynamodb.client((command) =>
    invocation.effect(
      `dynamodb ${command.constructor.name.replace('Command', '')}`,
      () => dynamodb.execute(command),
      throttled,
    ),
  );
  return {
    clock,
    customerIo,
    profiles,
    notices: {
      send: (notice) => invocation.effect('notices send', () => sendNotice(notice), unsent),
    },
    metrics: { emit: () => undefined },
    tasks: {
      succeed: (token, output) =>
        invocation.effect('states SendTaskSuccess', () => succeedTask(token, plainJson(output)), unavailable),
    },
    objects: objectsOf(bucket, invocation),
    seenKey: () => invocation.effect('secrets read', () => SECRET, unread),
    ...tablesOf(client, environment, clock),
  };
}

/** A function without such a table never uses it. */
function tablesOf(client: DynamoDBClient, environment: Environment, clock: Clock) {
  return {
    imports: dynamoImportsTable(client, environment.IMPORTS_TABLE_NAME, clock.now),
    seen: dynamoSeenTable(client, environment.SEEN_TABLE_NAME, clock),
  };
}

function objectsOf(bucket: ObjectStore, { effect }: Invocation): ObjectStore {
  const asOne = async <T>(name: string, happen: () => Promise<T>): Promise<T> =>
    await effect(`s3 ${name}`, () => unheard(happen()), busy);
  return {
    find: (key) => asOne('find', () => bucket.find(key)),
    read: (pointer, range) => asOne('read', () => bucket.read(pointer, range)),
    async *stream(pointer, range) {
      await effect('s3 stream', () => undefined, busy);
      yield* bucket.stream(pointer, range);
    },
    write: (...written) => asOne('write', () => bucket.write(...written)),
    /** The object is visible only after it is complete. */
    async writeStream(key, body, contentType) {
      const pieces: Buffer[] = [];
      for await (const piece of body) pieces.push(Buffer.from(piece));
      const whole = Buffer.concat(pieces);
      await asOne('write', () => bucket.write(key, whole, contentType));
      return whole.length;
    },
    async *list(prefix) {
      await effect('s3 list', () => undefined, busy);
      yield* bucket.list(prefix);
    },
  };
}

/** It can fail after the invocation has died. */
function unheard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Like the adapter translates it. */
function busy(): Error {
  return new DeferError('s3_unavailable', 'Amazon S3 throttles requests or is unavailable.');
}

/** Like the reader of secrets reports it. */
function unread(): Error {
  return new DeferError('secrets_unavailable', 'Secrets Manager throttles requests or is unavailable.');
}

/** Like the adapter of the notices reports it. */
function unsent(): Error {
  return new DeferError('notice_undelivered', 'EventBridge or SNS throttles requests or is unavailable.');
}

/** Like the adapter of waiting tasks reports it. */
function unavailable(): Error {
  return new DeferError('step_functions_unavailable', 'Step Functions throttles requests or is unavailable.');
}

/** Like the SDK throws it after its own attempts. */
function throttled(): Error {
  return Object.assign(new Error('throttled'), { name: 'ProvisionedThroughputExceededException' });
}
