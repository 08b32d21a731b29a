// Sends the canary's operations of one partition: those that Decide picked. They are seen from then on, so that Forward,
// after approval, counts them as delivered and does not send them again. Then it reads the people back, if the feed asks
// for that.
import type { ForwardOutput } from '../contracts/workflow.ts';
import type { CanarySent } from '../domain/canary/canary.ts';
import type { Decided } from '../domain/decision/decide.ts';
import { isSentBy, type Judged, judgeOperation, outgoingOf } from '../domain/delivery/judge.ts';
import type { Outgoing } from '../domain/delivery/judge-person.ts';
import { addTogether, emptyBatch } from '../domain/delivery/pack.ts';
import { DeferError, PausedError, SupersededError } from '../domain/errors.ts';
import { countedRows, type Operation } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';
import { type Delivery, type DeliveryPorts, type DeliverySettings, deliverBatch } from './deliver-batch.ts';
import { type ReadBackPorts, type ReadBackSettings, readBack } from './read-back.ts';
import { type PartitionPlace, readArranged } from './read-partition.ts';

export interface CanaryPorts extends DeliveryPorts, ReadBackPorts {
  readonly imports: Pick<ImportRecords, 'setReason'>;
}

/**
 * If Customer.io refuses the credentials, the region or the endpoint, the reason is stored and the import is paused, but
 * only after its other partitions have ended: a function that still runs would continue after the import has released its turn.
 * @throws DeferError if Customer.io is unavailable or time ran out: the next call sends the rest.
 */
export async function sendCanary(
  place: PartitionPlace,
  ports: CanaryPorts,
  settings: DeliverySettings & ReadBackSettings,
): Promise<ForwardOutput> {
  const lastRequestAt = ports.clock.now();
  const { importId, partition } = place;
  const { index, origin, ordered } = await readArranged(place, ports.objects);
  const { guards, mapping, plan } = index;
  const decided = await openDecision(importId, index, ports.objects);
  const picked = positionsIn(partition, decided).flatMap((position) => ordered[position] ?? []);
  const delivery: Delivery = {
    origin,
    guards,
    mapping,
    ports,
    settings,
    lastRequestAt,
    requests: 0,
    retries: 0,
  };
  const unsentBefore = await unsent(picked, delivery);
  const outgoing: Outgoing[] = unsentBefore.map((judged) => outgoingOf(judged) ?? judged.operation);
  const paused = await send(outgoing, delivery);
  const left = await unsent(
    unsentBefore.map(({ operation }) => operation),
    delivery,
  );
  const unsentAfter = new Set(left.map(({ operation }) => operation));
  const accepted = picked.filter((operation) => !unsentAfter.has(operation));
  const posted = new Map(outgoing.map((one) => [one.of ?? one, one]));
  const asPosted = (operation: Operation) => posted.get(operation) ?? operation;
  const sent: CanarySent = {
    operations: accepted.length,
    rows: accepted.reduce((sum, { meta }) => sum + countedRows(meta), 0),
    refused: paused ? 0 : unsentAfter.size,
    requests: delivery.requests,
    ...(paused ? { paused: true } : {}),
    ...(decided.readBack && !paused
      ? { readBack: await readBack(accepted.map(asPosted), ports, settings) }
      : {}),
  };
  await importFiles.canary.save(ports.objects, sent, importId, plan, partition);
  if (!paused) return { status: 'done', waitSeconds: 0 };
  await ports.imports.setReason(importId, { code: paused.code, message: paused.message }, index.execution);
  return { status: 'paused', waitSeconds: 0 };
}

/** @throws SupersededError if it is about another planning, whose positions mean other operations. */
async function openDecision(
  importId: string,
  { execution, plan, plannedAt }: PartitionIndex,
  objects: ObjectStore,
): Promise<Decided> {
  const decided = await importFiles.decision.open(objects, importId);
  const isOfPlanning =
    decided.plan === plan &&
    (decided.plannedAt ?? 0) === plannedAt &&
    (execution === undefined || decided.execution === execution);
  if (isOfPlanning) return decided;
  throw new SupersededError(`Another execution has decided on import ${importId}.`);
}

function positionsIn(partition: number, { picks }: Decided): number[] {
  return picks
    .filter((pick) => pick.partition === partition)
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}

/**
 * The operations that this import has not delivered. After sending, Customer.io declined them. It reads consistently: an
 * outdated answer about what was recorded a moment ago would send it again, or report it as declined.
 */
async function unsent(operations: readonly Operation[], delivery: Delivery): Promise<readonly Judged[]> {
  const { ports, settings, ...rest } = delivery;
  const source = { ...rest, ...settings, now: ports.clock.now };
  const known = await ports.seen.find(operations.map(settings.seenKeys), 'consistent');
  return operations.flatMap((operation) => {
    const seen = known.get(settings.seenKeys(operation));
    return isSentBy(delivery.origin, seen)
      ? []
      : [{ operation, judgment: judgeOperation(operation, seen, source) }];
  });
}

/** @returns the error that paused it; what was accepted before is seen. */
async function send(operations: readonly Outgoing[], delivery: Delivery): Promise<PausedError | undefined> {
  for (let from = 0; from < operations.length; ) {
    const batch = emptyBatch<Outgoing>();
    for (const operation of operations.slice(from)) if (!addTogether(batch, [operation])) break;
    try {
      const { settled } = await deliverBatch(batch.operations, delivery);
      if (settled < batch.operations.length)
        throw new DeferError('out_of_time', 'The canary needs another call.');
      from += settled;
    } catch (error) {
      if (error instanceof PausedError) return error;
      throw error;
    }
  }
  return undefined;
}
