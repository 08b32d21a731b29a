// Delivers one batch: keeps the rate, repeats the request while Customer.io is unavailable, and halves the batch while it
// is unclear which item is at fault. Accepted operations are recorded as seen before anything else can fail.
import { backoffSeconds } from '../domain/delivery/backoff.ts';
import { type DeclinedOperation, declinedOperations } from '../domain/delivery/declined-operation.ts';
import type { Outgoing } from '../domain/delivery/judge-person.ts';
import { printBatch } from '../domain/delivery/pack.ts';
import type { SeenItem } from '../domain/delivery/seen-item.ts';
import { isRemembered } from '../domain/delivery/suppression.ts';
import type { Tally } from '../domain/delivery/tally.ts';
import { DeferError } from '../domain/errors.ts';
import type { ImportOrigin } from '../domain/imports/import-origin.ts';
import { countedRows, isFurtherEvent, type Operation, ownTime } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { Clock } from '../ports/clock.ts';
import type { BatchReply, CustomerIo, DeclinedItem } from '../ports/customerio.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { rememberEvents } from './remembered-events.ts';
import type { HashesOf, PersonHash, RememberedKey, SeenKeys } from './seen-keys.ts';
import { rememberSuppressions } from './suppressed-people.ts';

export interface DeliveryPorts {
  /** Stores the declined operations. */
  readonly objects: ObjectStore;
  readonly seen: SeenTable;
  readonly customerIo: CustomerIo;
  readonly clock: Clock;
}

export interface DeliverySettings {
  readonly seenKeys: SeenKeys;
  readonly rememberedKey: RememberedKey;
  readonly personHash: PersonHash;
  readonly attributeHashes: HashesOf;
  /** The shortest time between two requests of one worker: its share of the global rate. */
  readonly secondsBetweenRequests: number;
  /** Milliseconds since 1970 by which the function must have returned. */
  readonly deadline: number;
}

/** What one worker sends. Its batches share it, because they share one rate. */
export interface Delivery {
  readonly origin: ImportOrigin;
  readonly guards: PartitionIndex['guards'];
  /** Names the mapping that made the contents of events. */
  readonly mapping?: string | undefined;
  readonly ports: DeliveryPorts;
  readonly settings: DeliverySettings;
  /** Milliseconds since 1970. It starts with the invocation, so that the first request also keeps the rate. */
  lastRequestAt: number;
  /** Requests that no checkpoint counts yet. */
  requests: number;
  /** The repeated ones among them. */
  retries: number;
}

export interface Delivered {
  /** Operations, counted from the first, that have an outcome: all of them, unless time ran out. */
  readonly settled: number;
  readonly acceptedRows: number;
  /** Groups of rows, such as orders, among the accepted operations. */
  readonly acceptedGroups: number;
  /** Further events among the accepted operations: other operations count their rows. */
  readonly acceptedFurther: number;
  readonly declined: readonly DeclinedOperation[];
}

const NOTHING: Delivered = {
  settled: 0,
  acceptedRows: 0,
  acceptedGroups: 0,
  acceptedFurther: 0,
  declined: [],
};
const ATTEMPTS = 5;
/** Kept back for the last request, which times out after 20 s (adapters/track-api.ts), and for recording its result. */
const RESERVE_MILLISECONDS = 30_000;

/** Requests since they were last counted. */
export function takeRequests(delivery: Delivery): Pick<Tally, 'requests' | 'retries'> {
  const { requests, retries } = delivery;
  delivery.requests = 0;
  delivery.retries = 0;
  return { requests, retries };
}

/** @throws DeferError, PausedError: operations accepted so far are recorded as seen, the others must still be sent. */
export async function deliverBatch(operations: readonly Outgoing[], delivery: Delivery): Promise<Delivered> {
  if (isLate(delivery, pauseSeconds(delivery))) return NOTHING;
  const reply = await postWithRetries(operations, delivery);
  if (reply.status === 'accepted') return settle(operations, reply.declined, delivery);
  if (operations.length === 1) return settle(operations, [{ index: 0, message: reply.message }], delivery);
  const middle = Math.ceil(operations.length / 2);
  const first = await deliverBatch(operations.slice(0, middle), delivery);
  if (first.settled < middle) return first;
  const second = await deliverBatch(operations.slice(middle), delivery);
  return {
    settled: first.settled + second.settled,
    acceptedRows: first.acceptedRows + second.acceptedRows,
    acceptedGroups: first.acceptedGroups + second.acceptedGroups,
    acceptedFurther: first.acceptedFurther + second.acceptedFurther,
    declined: [...first.declined, ...second.declined],
  };
}

async function settle(
  operations: readonly Outgoing[],
  declined: readonly DeclinedItem[],
  delivery: Delivery,
): Promise<Delivered> {
  const { origin, guards, ports, settings } = delivery;
  const { seen } = ports;
  const messages = new Map(declined.map(({ index, message }) => [index, message]));
  const accepted = operations.filter((_, index) => !messages.has(index));
  await rememberSuppressions(accepted, { ...settings, seen, origin });
  await rememberEvents(accepted, { ...settings, seen, guards, origin });
  await seen.record([...otherIdentities(accepted), ...accepted].map(seenItemOf(delivery)));
  return {
    settled: operations.length,
    acceptedRows: accepted.reduce((sum, { meta }) => sum + countedRows(meta), 0),
    acceptedGroups: accepted.filter(({ meta }) => meta.countsRows).length,
    acceptedFurther: accepted.filter(({ meta }) => isFurtherEvent(meta)).length,
    declined: operations.flatMap(({ meta }, index) => {
      const message = messages.get(index);
      return message === undefined ? [] : declinedOperations(meta, message);
    }),
  };
}

/**
 * Who is deleted, suppressed or free again under the other identities of the row: Customer.io no longer has what was
 * delivered under them.
 */
function otherIdentities(accepted: readonly Outgoing[]): Operation[] {
  return accepted.flatMap(({ meta, item }) =>
    (meta.removal?.others ?? []).map((other) => ({ meta: { ...meta, key: other, person: other }, item })),
  );
}

function seenItemOf(delivery: Delivery) {
  const { origin, settings } = delivery;
  return (operation: Outgoing): SeenItem => ({
    key: settings.seenKeys(operation),
    ...origin,
    content: operation.meta.content,
    ...comparable(operation, delivery),
  });
}

/** What later imports compare, besides the content. */
function comparable(
  { meta, attributes }: Outgoing,
  { guards, mapping, settings }: Delivery,
): Partial<SeenItem> {
  if (meta.kind === 'rollUp') return {};
  if (meta.kind !== 'event') return { at: meta.at, ...(attributes && { attributes }) };
  const at = ownTime(meta);
  return {
    person: settings.personHash(meta.person),
    ...(at === undefined ? {} : { at }),
    ...(mapping === undefined ? {} : { mapping }),
    ...(isRemembered(meta, guards) ? { remembered: true } : {}),
  };
}

async function postWithRetries(operations: readonly Operation[], delivery: Delivery): Promise<BatchReply> {
  const { clock, customerIo } = delivery.ports;
  const body = printBatch(operations);
  for (let attempt = 1; ; attempt++) {
    await pause(delivery);
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

async function pause(delivery: Delivery): Promise<void> {
  const { clock } = delivery.ports;
  const seconds = pauseSeconds(delivery);
  if (seconds > 0) await clock.sleep(seconds);
  delivery.lastRequestAt = clock.now();
}

/** Seconds until the next request may be sent. */
function pauseSeconds({ lastRequestAt, settings, ports }: Delivery): number {
  return Math.max(0, settings.secondsBetweenRequests - (ports.clock.now() - lastRequestAt) / 1000);
}

/** Whether a request that is sent in this many seconds could miss the deadline. */
function isLate({ ports, settings }: Delivery, seconds: number): boolean {
  return ports.clock.now() + seconds * 1000 > settings.deadline - RESERVE_MILLISECONDS;
}
