// Forwards one partition: leaves out what Customer.io already has, sends the rest in batches, records as seen only what was
// accepted, and saves a checkpoint after each batch. After a crash, the next call continues at the checkpoint. If the
// checkpoint counted other operations, it begins again: the seen table says what was delivered.
import type { ForwardInput, ForwardOutput } from '../contracts/workflow.ts';
import { tallyArranged } from '../domain/delivery/arrange.ts';
import type { Checkpoint } from '../domain/delivery/checkpoint.ts';
import { BEFORE_SENDING, reusedOperations } from '../domain/delivery/declined-operation.ts';
import { listDigest } from '../domain/delivery/list-digest.ts';
import { addTallies, chainedIn, reusedIn, tallyOf } from '../domain/delivery/tally.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { Checkpoints, ClaimedCheckpoint } from '../ports/checkpoints.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import { importFiles } from '../work/import-files.ts';
import { type Delivery, type DeliveryPorts, type DeliverySettings, takeRequests } from './deliver-batch.ts';
import { forwardOperations } from './forward-operations.ts';
import { leaveMark } from './leave-mark.ts';
import type { NoteDeclined, Phase } from './phase.ts';
import { type ArrangedPartition, type PartitionPlace, readArranged } from './read-partition.ts';
import { forwardRollUps } from './roll-up-people.ts';

export interface ForwardPorts extends DeliveryPorts {
  readonly imports: Pick<Checkpoints, 'claimPartition' | 'saveCheckpoint'> & Pick<ImportRecords, 'setReason'>;
}

export type ForwardSettings = DeliverySettings;

/** Kept back for the last request to end and its checkpoint to be saved. */
const RESERVE_MILLISECONDS = 45_000;
/** The wait after an outage of Customer.io. It is in the workflow, where waiting costs nothing. */
const OUTAGE_WAIT_SECONDS = 60;
/** The longest wait, whatever Retry-After says: an import that waits longer looks dead. */
const LONGEST_WAIT_SECONDS = 60 * 60;

const MORE: ForwardOutput = { status: 'more', waitSeconds: 0 };
const DONE: ForwardOutput = { status: 'done', waitSeconds: 0 };
const PAUSED: ForwardOutput = { status: 'paused', waitSeconds: 0 };

type Place = Pick<ForwardInput, 'importId' | 'partition'>;

export async function forwardPartition(
  called: PartitionPlace,
  ports: ForwardPorts,
  settings: ForwardSettings,
): Promise<ForwardOutput> {
  const lastRequestAt = ports.clock.now();
  const { importId, partition } = called;
  const place = { importId, partition };
  // Before the claim: a worker that outlives its execution must not take the partition from the next one.
  const arranged = await readArranged(called, ports.objects);
  const claimed = await ports.imports.claimPartition(importId, partition);
  const { index, origin } = arranged;
  if (index.leavesMark) await leaveMark(origin, ports.seen, settings.rememberedKey);
  const progress = openProgress(place, claimed, arranged, ports);
  await saveReused(place, progress.state, arranged, ports);
  const delivery: Delivery = {
    ...{ origin, guards: index.guards, mapping: index.mapping, ports, settings },
    ...{ lastRequestAt, requests: 0, retries: 0 },
  };
  try {
    for (const phase of phasesOf(arranged, delivery))
      if (!(await forwardPhase(phase, progress, delivery))) return MORE;
    await progress.save({ status: 'done' });
    return DONE;
  } catch (error) {
    return await endEarly(error, progress, { importId, execution: index.execution, ports, delivery });
  }
}

/** The operations come first. After them, the checkpoint's position counts the people whose orders are rolled up. */
function phasesOf(arranged: ArrangedPartition, delivery: Delivery): readonly Phase[] {
  const settledElsewhere = new Set<Operation>();
  return [
    forwardOperations(arranged, delivery, settledElsewhere),
    ...(arranged.index.rollUp
      ? [forwardRollUps(arranged, arranged.index.rollUp, delivery, settledElsewhere)]
      : []),
  ];
}

/** @returns false if time ran out. */
async function forwardPhase(phase: Phase, progress: Progress, delivery: Delivery): Promise<boolean> {
  const { clock } = delivery.ports;
  while (progress.state.position < phase.end) {
    if (clock.now() > delivery.settings.deadline - RESERVE_MILLISECONDS) return false;
    const { position, tally } = progress.state;
    const step = await phase.forward(position, progress.noteDeclined);
    const counted = addTallies(step.tally, tallyOf({}, takeRequests(delivery)));
    await progress.save({ position: position + step.settled, tally: addTallies(tally, counted) });
    if (step.settled < step.taken) return false;
  }
  return true;
}

interface Progress {
  readonly state: Checkpoint;
  save(change: Partial<Checkpoint>): Promise<void>;
  noteDeclined: NoteDeclined;
}

function openProgress(
  { importId, partition }: Place,
  { epoch, checkpoint }: ClaimedCheckpoint,
  arranged: ArrangedPartition,
  { imports, objects }: Pick<ForwardPorts, 'imports' | 'objects'>,
): Progress {
  const { plan, leavesMark } = arranged.index;
  const digest = listDigest(arranged);
  let mayBeNoted = epoch > 1;
  let state: Checkpoint = {
    ...(continuesAt(checkpoint, arranged) ?? begin(arranged, checkpoint)),
    ...(leavesMark && { marked: true }),
  };
  return {
    get state() {
      return state;
    },
    async save(change) {
      const position = change.position ?? state.position;
      state = { ...state, ...change, digest: digest(position) };
      mayBeNoted = false;
      await imports.saveCheckpoint(importId, partition, epoch, state);
    },
    async noteDeclined(declined) {
      // An earlier worker can have noted here what is accepted now: an empty note takes the place of its note.
      if (declined.length === 0 && !mayBeNoted) return;
      const { position, generation = 0 } = state;
      const batch = { partition, generation, position, epoch };
      await importFiles.declined.save(objects, declined, importId, plan, batch);
    },
  };
}

/** @returns undefined if the position does not count these operations: other ones would be skipped. */
function continuesAt(
  checkpoint: Checkpoint | undefined,
  arranged: ArrangedPartition,
): Checkpoint | undefined {
  if (checkpoint?.plan !== arranged.index.plan) return undefined;
  const { digest, position } = checkpoint;
  const isSameList = digest === undefined || digest === listDigest(arranged)(position);
  return isSameList ? { ...checkpoint, status: 'open' } : undefined;
}

/** @param before a checkpoint that does not count. */
function begin(arranged: ArrangedPartition, before: Checkpoint | undefined): Checkpoint {
  const { plan } = arranged.index;
  const { requests = 0, retries = 0 } = before?.plan === plan ? before.tally : {};
  const tally = addTallies(tallyArranged(arranged), tallyOf({}, { requests, retries }));
  const generation = before && { generation: (before.generation ?? 0) + 1 };
  return { plan, position: 0, status: 'open', tally, ...generation };
}

/** Stores the events whose key the partition has twice, and the chained merges, if the tally counts them. */
async function saveReused(
  { importId, partition }: Place,
  { tally, position, generation = 0 }: Checkpoint,
  { index, reused }: ArrangedPartition,
  { objects }: Pick<ForwardPorts, 'objects'>,
): Promise<void> {
  if (position > 0 || reused.length === 0 || reusedIn(tally).events + chainedIn(tally).events === 0) return;
  const batch = { partition, generation, position: BEFORE_SENDING, epoch: 0 };
  await importFiles.declined.save(objects, reusedOperations(reused), importId, index.plan, batch);
}

interface Interrupted {
  readonly importId: string;
  readonly execution: string | undefined;
  readonly ports: ForwardPorts;
  readonly delivery: Delivery;
}

/** Saves the requests that failed. @throws the error itself if another call would not help. */
async function endEarly(
  error: unknown,
  progress: Progress,
  { importId, execution, ports, delivery }: Interrupted,
): Promise<ForwardOutput> {
  if (!(error instanceof PausedError) && !(error instanceof DeferError)) throw error;
  const tally = addTallies(progress.state.tally, tallyOf({}, takeRequests(delivery)));
  if (error instanceof PausedError) {
    await progress.save({ status: 'paused', tally });
    const reason = { code: error.code, message: error.message };
    await ports.imports.setReason(importId, reason, execution);
    return PAUSED;
  }
  await progress.save({ tally });
  return { status: 'more', waitSeconds: outageWaitSeconds(error) };
}

function outageWaitSeconds({ retryAfterSeconds = 0 }: DeferError): number {
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(OUTAGE_WAIT_SECONDS, Math.ceil(retryAfterSeconds)));
}
