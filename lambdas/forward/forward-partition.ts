// Forwards one partition: skips what Customer.io already has, sends the news in batches, records as seen only what
// was accepted, and keeps a checkpoint, so that whoever comes after a crash goes on where this one stopped.

import type { RollUp } from '../contracts/feed/roll-up.ts';
import type { ForwardInput, ForwardOutput } from '../contracts/workflow.ts';
import { type Arranged, arrange } from '../domain/delivery/arrange.ts';
import type { Checkpoint } from '../domain/delivery/checkpoint.ts';
import type { DeclinedOperation } from '../domain/delivery/declined-operation.ts';
import { addTallies, type Tally, tallyOf } from '../domain/delivery/tally.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import { importFiles } from '../work/import-files.ts';
import { type Delivery, type DeliveryPorts, type DeliverySettings, deliverBatch } from './deliver-batch.ts';
import { firstNames } from './moments.ts';
import { type Judged, type NextBatch, newsReader, tallyKnown } from './next-batch.ts';
import { readPartition } from './read-partition.ts';
import { type Orders, ordersByPerson, ROLLED_AT_ONCE, rollUpPeople } from './roll-up-people.ts';

export interface ForwardPorts extends DeliveryPorts {
  readonly imports: Pick<Checkpoints, 'claimPartition' | 'saveCheckpoint'> & Pick<ImportRecords, 'setReason'>;
}

export type ForwardSettings = DeliverySettings;

/** Time kept back for the last request to end and its checkpoint to be written. */
const RESERVE_MILLISECONDS = 45_000;
/** After giving up on Customer.io for now: waiting in the workflow costs nothing. */
const OUTAGE_WAIT_SECONDS = 60;
/** Whatever a Retry-After asks for: an import that waits longer looks dead. */
const LONGEST_WAIT_SECONDS = 60 * 60;

export async function forwardPartition(
  { importId, partition }: Pick<ForwardInput, 'importId' | 'partition'>,
  ports: ForwardPorts,
  settings: ForwardSettings,
): Promise<ForwardOutput> {
  const startedAt = ports.clock.now();
  const { epoch, checkpoint } = await ports.imports.claimPartition(importId, partition);
  const { index, operations } = await readPartition(importId, partition, ports.objects);
  const { guards, rollUp } = index;
  const { persons, duplicates } = arrange(operations, firstNames(guards));
  const ordered = persons.flat();
  // Behind all operations, the checkpoint counts the people whose orders are rolled up.
  const orders = ordersByPerson(persons, rollUp);
  /** Need not be asked about again: other imports have delivered them, or nobody. */
  const old = new Set<Operation>();

  let state: Checkpoint =
    checkpoint?.plan === index.plan ? { ...checkpoint, status: 'open' } : begin(index.plan, duplicates);
  const save = async (change: Partial<Checkpoint>): Promise<void> => {
    state = { ...state, ...change };
    await ports.imports.saveCheckpoint(importId, partition, epoch, state);
  };

  const news = newsReader(ordered, { ...settings, seen: ports.seen, guards, importId });
  const delivery: Delivery = {
    importId,
    ports,
    settings,
    guards,
    lastRequestAt: startedAt,
    requests: 0,
    retries: 0,
  };
  try {
    while (state.position < ordered.length) {
      if (ports.clock.now() > settings.deadline - RESERVE_MILLISECONDS)
        return { status: 'more', waitSeconds: 0 };
      const batch = await news.nextBatch(state.position);
      const { position } = state;
      const saveDeclined: SaveDeclined = (declined) =>
        importFiles.declined.save(ports.objects, declined, importId, index.plan, partition, position);
      const { settled, tally } = await forwardBatch(batch, delivery, saveDeclined);
      for (const { operation, standing } of batch.stretch) if (isOld(standing)) old.add(operation);
      await save({ position: state.position + settled, tally: addTallies(state.tally, tally) });
      if (settled < batch.stretch.length) return { status: 'more', waitSeconds: 0 };
    }
    while (rollUp && state.position < ordered.length + orders.length) {
      if (ports.clock.now() > settings.deadline - RESERVE_MILLISECONDS)
        return { status: 'more', waitSeconds: 0 };
      const from = state.position - ordered.length;
      const people = orders
        .slice(from, from + ROLLED_AT_ONCE)
        .map((some) => some.filter((order) => !old.has(order)));
      const { position } = state;
      const saveDeclined: SaveDeclined = (declined) =>
        importFiles.declined.save(ports.objects, declined, importId, index.plan, partition, position);
      const { settled, tally } = await rollUpBatch(people, rollUp, delivery, saveDeclined);
      await save({ position: state.position + settled, tally: addTallies(state.tally, tally) });
      if (settled < people.length) return { status: 'more', waitSeconds: 0 };
    }
    await save({ status: 'done' });
    return { status: 'done', waitSeconds: 0 };
  } catch (error) {
    const tally = addTallies(state.tally, tallyOf({}, takeRequests(delivery)));
    if (error instanceof PausedError) {
      await save({ status: 'paused', tally });
      await ports.imports.setReason(importId, { code: error.code, message: error.message });
      return { status: 'paused', waitSeconds: 0 };
    }
    if (!(error instanceof DeferError)) throw error;
    await save({ tally });
    return { status: 'more', waitSeconds: outageWaitSeconds(error) };
  }
}

/** Repeats within the partition have their outcome from the start; a position in an older plan means nothing. */
function begin(plan: string, duplicates: Arranged['duplicates']): Checkpoint {
  const { rows, conflicts } = duplicates;
  const ages = rows > 0 ? { in_this_file: rows } : {};
  const tally = tallyOf({ duplicate: rows }, { conflicts, duplicates: ages });
  return { plan, position: 0, status: 'open', tally };
}

type SaveDeclined = (declined: readonly DeclinedOperation[]) => Promise<void>;

/** `settled`: operations of the stretch that now have an outcome; fewer than it has where time ran out. */
async function forwardBatch(
  { stretch, news }: NextBatch,
  delivery: Delivery,
  saveDeclined: SaveDeclined,
): Promise<{ readonly settled: number; readonly tally: Tally }> {
  await delivery.ports.seen.record(stretch.flatMap(({ stillTrue }) => stillTrue ?? []));
  if (news.length === 0) return { settled: stretch.length, tally: tallyKnown(stretch) };
  const delivered = await deliverBatch(news, delivery);
  const { acceptedRows, declined } = delivered;
  if (declined.length > 0) await saveDeclined(declined);
  const refused = declined.filter(({ further }) => further === undefined);
  const rejected = refused.reduce((sum, { rows }) => sum + rows, 0);
  const refusedFurther = declined.length - refused.length;
  const sent = tallyOf({ delivered: acceptedRows, rejected }, { refusedFurther, ...takeRequests(delivery) });
  const next = news[delivered.settled];
  const settled = next ? stretch.findIndex(({ operation }) => operation === next) : stretch.length;
  return { settled, tally: addTallies(tallyKnown(stretch.slice(0, settled)), sent) };
}

function isOld(standing: Judged['standing']): boolean {
  return standing !== 'news' && standing !== 'deliveredBefore';
}

/** `settled`: people; fewer than were given where time ran out. */
async function rollUpBatch(
  people: readonly Orders[],
  rollUp: RollUp,
  delivery: Delivery,
  saveDeclined: SaveDeclined,
): Promise<{ readonly settled: number; readonly tally: Tally }> {
  const { settled, declined } = await rollUpPeople(people, rollUp, delivery, saveDeclined);
  return {
    settled,
    tally: tallyOf({}, { refusedFurther: declined.length, ...takeRequests(delivery) }),
  };
}

function outageWaitSeconds({ retryAfterSeconds = 0 }: DeferError): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(OUTAGE_WAIT_SECONDS, Math.ceil(retryAfterSeconds)));
}

/** Requests sent since they were last counted. */
function takeRequests(delivery: Delivery): Pick<Tally, 'requests' | 'retries'> {
  const { requests, retries } = delivery;
  delivery.requests = 0;
  delivery.retries = 0;
  return { requests, retries };
}
