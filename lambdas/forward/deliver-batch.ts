// Delivers one batch: paced, repeated while Customer.io is unwell, halved while it is unclear which item is at fault.
// What is accepted is recorded as seen at once, before anything else can go wrong.
import { backoffSeconds } from '../domain/delivery/backoff.ts';
import type { Operation } from '../domain/delivery/operation.ts';
import { printBatch } from '../domain/delivery/pack.ts';
import type { RefusedOperation } from '../domain/delivery/refused-operation.ts';
import { DeferError } from '../domain/errors.ts';
import type { BatchReply, Refusal } from '../ports/customerio.ts';
import type { ForwardPorts, ForwardSettings } from './forward-partition.ts';

/** One worker's sending: shared by its batches, for they share one rate. */
export interface Delivery {
  readonly importId: string;
  readonly ports: Pick<ForwardPorts, 'customerIo' | 'seen' | 'clock' | 'objects'>;
  readonly settings: ForwardSettings;
  /** Milliseconds since 1970. Starts with the invocation, so that its first request keeps its distance as well. */
  lastRequestAt: number;
  /** Requests not yet counted in a checkpoint. */
  requests: number;
}

export interface Delivered {
  readonly acceptedRows: number;
  readonly refusals: readonly RefusedOperation[];
}

const ATTEMPTS = 5;
/** Left for writing down what happened. */
const RESERVE_MILLISECONDS = 15_000;

/** @throws DeferError, PausedError: what was accepted before is recorded as seen, the rest is still to be sent. */
export async function deliverBatch(operations: readonly Operation[], delivery: Delivery): Promise<Delivered> {
  const reply = await postPatiently(printBatch(operations), delivery);
  if (reply.status === 'accepted') return settle(operations, reply.refusals, delivery);
  if (operations.length === 1) return settle(operations, [{ index: 0, message: reply.message }], delivery);
  const middle = Math.ceil(operations.length / 2);
  const first = await deliverBatch(operations.slice(0, middle), delivery);
  const second = await deliverBatch(operations.slice(middle), delivery);
  return {
    acceptedRows: first.acceptedRows + second.acceptedRows,
    refusals: [...first.refusals, ...second.refusals],
  };
}

async function settle(
  operations: readonly Operation[],
  refusals: readonly Refusal[],
  { importId, ports, settings }: Delivery,
): Promise<Delivered> {
  const messages = new Map(refusals.map(({ index, message }) => [index, message]));
  const accepted = operations.filter((_, index) => !messages.has(index));
  await ports.seen.record(
    accepted.map((operation) => ({
      key: settings.seenKeys(operation),
      importId,
      content: operation.meta.content,
    })),
  );
  return {
    acceptedRows: accepted.reduce((sum, { meta }) => sum + meta.rows, 0),
    refusals: operations.flatMap(({ meta }, index) => {
      const message = messages.get(index);
      return message === undefined ? [] : [{ row: meta.row, rows: meta.rows, message }];
    }),
  };
}

async function postPatiently(body: string, delivery: Delivery): Promise<BatchReply> {
  const { ports, settings } = delivery;
  for (let attempt = 1; ; attempt++) {
    await pace(delivery);
    try {
      delivery.requests++;
      return await ports.customerIo.postBatch(body);
    } catch (error) {
      if (!(error instanceof DeferError) || attempt === ATTEMPTS) throw error;
      const seconds = backoffSeconds(attempt, error.retryAfterSeconds, ports.clock.random());
      if (ports.clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS) throw error;
      await ports.clock.sleep(seconds);
    }
  }
}

async function pace(delivery: Delivery): Promise<void> {
  const { clock } = delivery.ports;
  const wait = delivery.lastRequestAt + delivery.settings.secondsBetweenRequests * 1000 - clock.now();
  if (wait > 0) await clock.sleep(wait / 1000);
  delivery.lastRequestAt = clock.now();
}
