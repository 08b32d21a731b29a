// Sends the canary's part of one partition: what Decide has picked, and no more. It is seen from then on, so that Forward,
// once somebody has approved, counts it as delivered and does not send it again. Then reads it back, where the feed asks for it.
import type { ForwardInput, ForwardOutput } from '../contracts/workflow.ts';
import type { CanarySent } from '../domain/canary/canary.ts';
import type { Decided } from '../domain/decision/decide.ts';
import { arrange } from '../domain/delivery/arrange.ts';
import { addTogether, emptyBatch } from '../domain/delivery/pack.ts';
import { DeferError, PausedError } from '../domain/errors.ts';
import { countedRows, type Operation } from '../domain/operations/operation.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { SeenTable } from '../ports/seen-table.ts';
import { importFiles } from '../work/import-files.ts';
import { type Delivery, type DeliveryPorts, type DeliverySettings, deliverBatch } from './deliver-batch.ts';
import { firstNames } from './moments.ts';
import { type ReadBackPorts, type ReadBackSettings, readBack } from './read-back.ts';
import { readPartition } from './read-partition.ts';

export interface CanaryPorts extends DeliveryPorts, ReadBackPorts {
  readonly imports: Pick<ImportRecords, 'setReason'>;
}

/**
 * @throws DeferError where Customer.io is unwell or time ran out: called again, it sends what is left.
 * Where credentials, region or endpoint are refused, the reason is noted, and the import ends as paused; not before its
 * other partitions have ended, for a function that is at work would go on after the turn was given back.
 */
export async function sendCanary(
  { importId, partition }: Pick<ForwardInput, 'importId' | 'partition'>,
  ports: CanaryPorts,
  settings: DeliverySettings & ReadBackSettings,
): Promise<ForwardOutput> {
  const { objects, seen, clock } = ports;
  const lastRequestAt = clock.now();
  const { index, operations } = await readPartition(importId, partition, objects);
  const { guards, plan } = index;
  const { persons } = arrange(operations, firstNames(guards));
  const ordered = persons.flat();
  const decided = await importFiles.decision.open(objects, importId);
  const picked = positionsIn(partition, decided).flatMap((position) => ordered[position] ?? []);
  const delivery: Delivery = { importId, ports, settings, guards, lastRequestAt, requests: 0, retries: 0 };
  const left = await unseen(picked, importId, seen, settings);
  const paused = await send(left, delivery);
  const unsent = new Set(await unseen(left, importId, seen, settings));
  const accepted = picked.filter((operation) => !unsent.has(operation));
  const sent: CanarySent = {
    operations: accepted.length,
    rows: accepted.reduce((sum, { meta }) => sum + countedRows(meta), 0),
    refused: paused ? 0 : unsent.size,
    requests: delivery.requests,
    ...(paused ? { paused: true } : {}),
    ...(decided.readBack && !paused ? { readBack: await readBack(accepted, ports, settings) } : {}),
  };
  await importFiles.canary.save(objects, sent, importId, plan, partition);
  if (paused) {
    await ports.imports.setReason(importId, { code: paused.code, message: paused.message });
    return { status: 'paused', waitSeconds: 0 };
  }
  return { status: 'done', waitSeconds: 0 };
}

function positionsIn(partition: number, { picks }: Decided): number[] {
  return picks
    .filter((pick) => pick.partition === partition)
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}

/**
 * Those that this import has not delivered; after they were sent: that Customer.io refused. Read consistently, for it is
 * asked about what was recorded a moment ago: a stale answer would send it again, or report it as refused.
 */
async function unseen(
  operations: readonly Operation[],
  importId: string,
  seen: SeenTable,
  { seenKeys }: DeliverySettings,
): Promise<readonly Operation[]> {
  const known = await seen.find(operations.map(seenKeys), 'consistent');
  return operations.filter((operation) => known.get(seenKeys(operation))?.importId !== importId);
}

/** Gives what stopped it for good; what was accepted before is seen. */
async function send(operations: readonly Operation[], delivery: Delivery): Promise<PausedError | undefined> {
  for (let from = 0; from < operations.length; ) {
    const batch = emptyBatch();
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
