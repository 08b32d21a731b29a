// Delivers one batch: paced, repeated while Customer.io is unwell, halved while it is unclear which item is at fault.
// What is accepted is recorded as seen at once, before anything else can go wrong.
import { backoffSeconds } from '../domain/delivery/backoff.ts';
import { type DeclinedOperation, declinedOperations } from '../domain/delivery/declined-operation.ts';
import { printBatch } from '../domain/delivery/pack.ts';
import { DeferError } from '../domain/errors.ts';
import { countedRows, type Operation } from '../domain/operations/operation.ts';
import type { Clock } from '../ports/clock.ts';
import type { BatchReply, CustomerIo, DeclinedItem } from '../ports/customerio.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { type Guards, type MomentsKey, rememberMoments } from './moments.ts';
import type { SeenKeys } from './next-batch.ts';

export interface DeliveryPorts {
  /** Takes what was refused. */
  readonly objects: ObjectStore;
  readonly seen: SeenTable;
  readonly customerIo: CustomerIo;
  readonly clock: Clock;
}

export interface DeliverySettings {
  /** Names an operation in the seen table. */
  readonly seenKeys: SeenKeys;
  /** Names the moments of a person there. */
  readonly momentsKey: MomentsKey;
  /** Least seconds between two requests of one worker: its share of the global rate. */
  readonly secondsBetweenRequests: number;
  /** Milliseconds since 1970 by which to have returned. */
  readonly deadline: number;
}

/** One worker's sending: shared by its batches, for they share one rate. */
export interface Delivery {
  readonly importId: string;
  readonly ports: DeliveryPorts;
  readonly settings: DeliverySettings;
  readonly guards: Guards;
  /** Milliseconds since 1970. Starts with the invocation, so that its first request keeps its distance as well. */
  lastRequestAt: number;
  /** Requests not yet counted in a checkpoint. */
  requests: number;
  /** Of these, repeated ones. */
  retries: number;
}

export interface Delivered {
  /** Operations, counted from the first, that have an outcome: all of them, unless time ran out. */
  readonly settled: number;
  readonly acceptedRows: number;
  readonly declined: readonly DeclinedOperation[];
}

const NOTHING: Delivered = { settled: 0, acceptedRows: 0, declined: [] };
const ATTEMPTS = 5;
/** Left for the last request, which gives up after 20 s (adapters/track-api.ts), and for writing down what happened. */
const RESERVE_MILLISECONDS = 30_000;

/** @throws DeferError, PausedError: what was accepted before is recorded as seen, the rest is still to be sent. */
export async function deliverBatch(operations: readonly Operation[], delivery: Delivery): Promise<Delivered> {
  if (isLate(delivery, pauseSeconds(delivery))) return NOTHING;
  const reply = await postPatiently(operations, delivery);
  if (reply.status === 'accepted') return settle(operations, reply.declined, delivery);
  if (operations.length === 1) return settle(operations, [{ index: 0, message: reply.message }], delivery);
  const middle = Math.ceil(operations.length / 2);
  const first = await deliverBatch(operations.slice(0, middle), delivery);
  if (first.settled < middle) return first;
  const second = await deliverBatch(operations.slice(middle), delivery);
  return {
    settled: first.settled + second.settled,
    acceptedRows: first.acceptedRows + second.acceptedRows,
    declined: [...first.declined, ...second.declined],
  };
}

async function settle(
  operations: readonly Operation[],
  declined: readonly DeclinedItem[],
  { importId, ports, settings, guards }: Delivery,
): Promise<Delivered> {
  const messages = new Map(declined.map(({ index, message }) => [index, message]));
  const accepted = operations.filter((_, index) => !messages.has(index));
  await rememberMoments(accepted, guards, settings.momentsKey, ports.seen, importId);
  await ports.seen.record(
    accepted.map((operation) => ({
      key: settings.seenKeys(operation),
      importId,
      content: operation.meta.content,
      ...(operation.meta.kind === 'event' || operation.meta.kind === 'rollUp'
        ? {}
        : { at: operation.meta.at }),
    })),
  );
  return {
    settled: operations.length,
    acceptedRows: accepted.reduce((sum, { meta }) => sum + countedRows(meta), 0),
    declined: operations.flatMap(({ meta }, index) => {
      const message = messages.get(index);
      return message === undefined ? [] : declinedOperations(meta, message);
    }),
  };
}

async function postPatiently(operations: readonly Operation[], delivery: Delivery): Promise<BatchReply> {
  const { clock, customerIo } = delivery.ports;
  const body = printBatch(operations);
  for (let attempt = 1; ; attempt++) {
    await pace(delivery);
    try {
      delivery.requests++;
      if (attempt > 1) delivery.retries++;
      return await customerIo.postBatch(body, operations.length);
    } catch (error) {
      if (!(error instanceof DeferError) || attempt === ATTEMPTS) throw error;
      const seconds = backoffSeconds(attempt, error.retryAfterSeconds, clock.random());
      if (isLate(delivery, seconds)) throw error;
      await clock.sleep(seconds);
    }
  }
}

async function pace(delivery: Delivery): Promise<void> {
  const { clock } = delivery.ports;
  const seconds = pauseSeconds(delivery);
  if (seconds > 0) await clock.sleep(seconds);
  delivery.lastRequestAt = clock.now();
}

/** Until the next request may leave. */
function pauseSeconds({ lastRequestAt, settings, ports }: Delivery): number {
  return Math.max(0, settings.secondsBetweenRequests - (ports.clock.now() - lastRequestAt) / 1000);
}

/** Whether a request that leaves in so many seconds could miss the deadline. */
function isLate({ ports, settings }: Delivery, seconds: number): boolean {
  return ports.clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS;
}
