// Forwards one partition: skips what Customer.io already has, sends the news in batches, records as seen only what
// was accepted, and keeps a checkpoint, so that whoever comes after a crash goes on where this one stopped.

import { refusalsKey } from '../contracts/object-keys.ts';
import type { ForwardInput, ForwardOutput } from '../contracts/workflow.ts';
import { arrange } from '../domain/delivery/arrange.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import { addTallies, type Tally, tallyOf } from '../domain/report/tally.ts';
import type { Clock } from '../ports/clock.ts';
import type { CustomerIo } from '../ports/customerio.ts';
import type { Checkpoint, ImportsTable } from '../ports/imports-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { type Delivery, deliverBatch } from './deliver-batch.ts';
import { type NextBatch, newsReader, type SeenKeys } from './next-batch.ts';
import { readPartition } from './read-partition.ts';

export interface ForwardPorts {
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
  readonly seen: SeenTable;
  readonly customerIo: CustomerIo;
  readonly clock: Clock;
}

export interface ForwardSettings {
  /** Names an operation in the seen table. */
  readonly seenKeys: SeenKeys;
  /** Least seconds between two requests of one worker: its share of the global rate. */
  readonly secondsBetweenRequests: number;
  /** Milliseconds since 1970 by which to have returned. */
  readonly deadline: number;
}

/** Time kept back for the last request to end and its checkpoint to be written. */
const RESERVE_MILLISECONDS = 45_000;
/** After giving up on Customer.io for now: waiting in the workflow costs nothing. */
const OUTAGE_WAIT_SECONDS = 60;

export async function forwardPartition(
  { importId, partition }: ForwardInput,
  ports: ForwardPorts,
  settings: ForwardSettings,
): Promise<ForwardOutput> {
  const startedAt = ports.clock.now();
  const { epoch, checkpoint } = await ports.imports.claimPartition(importId, partition);
  const { index, operations } = await readPartition(importId, partition, ports.objects);
  const { persons, duplicates } = arrange(operations);
  const ordered = persons.flat();

  let state: Checkpoint =
    checkpoint?.plan === index.plan
      ? { ...checkpoint, status: 'open' }
      : {
          plan: index.plan,
          position: 0,
          status: 'open',
          tally: tallyOf({ duplicate: duplicates.rows }, duplicates),
        };
  const save = async (change: Partial<Checkpoint>): Promise<void> => {
    state = { ...state, ...change };
    await ports.imports.saveCheckpoint(importId, partition, epoch, state);
  };

  const news = newsReader(ordered, ports.seen, settings.seenKeys, importId);
  const delivery: Delivery = { importId, ports, settings, lastRequestAt: startedAt, requests: 0 };
  try {
    while (state.position < ordered.length) {
      if (ports.clock.now() > settings.deadline - RESERVE_MILLISECONDS)
        return { status: 'more', waitSeconds: 0 };
      const batch = await news.nextBatch(state.position);
      const tally = await forwardBatch(batch, delivery, refusalsKey(importId, partition, state.position));
      await save({ position: batch.end, tally: addTallies(state.tally, tally) });
    }
    await save({ status: 'done' });
    return { status: 'done', waitSeconds: 0 };
  } catch (error) {
    const tally = addTallies(state.tally, tallyOf({}, { requests: takeRequests(delivery) }));
    if (error instanceof PausedError) {
      await save({ status: 'paused', tally });
      await ports.imports.setReason(importId, { code: error.code, message: error.message });
      return { status: 'paused', waitSeconds: 0 };
    }
    if (!(error instanceof DeferError)) throw error;
    await save({ tally });
    return { status: 'more', waitSeconds: OUTAGE_WAIT_SECONDS };
  }
}

async function forwardBatch(batch: NextBatch, delivery: Delivery, refusalsAt: string): Promise<Tally> {
  const before = tallyOf(
    { delivered: batch.deliveredBefore, duplicate: batch.duplicates, unchanged: batch.unchanged },
    { conflicts: batch.conflicts },
  );
  if (batch.news.length === 0) return before;
  const { acceptedRows, refusals } = await deliverBatch(batch.news, delivery);
  if (refusals.length > 0)
    await delivery.ports.objects.write(refusalsAt, JSON.stringify(refusals), 'application/json');
  const rejected = refusals.reduce((sum, { rows }) => sum + rows, 0);
  return addTallies(
    before,
    tallyOf({ delivered: acceptedRows, rejected }, { requests: takeRequests(delivery) }),
  );
}

/** Requests sent since they were last counted. */
function takeRequests(delivery: Delivery): number {
  const { requests } = delivery;
  delivery.requests = 0;
  return requests;
}
