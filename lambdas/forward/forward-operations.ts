// Forwards the operations of a partition, batch by batch.
import { reusedOperations } from '../domain/delivery/declined-operation.ts';
import { isSettledElsewhere, type Judged, reusedAmong, tallyJudged } from '../domain/delivery/judge.ts';
import { addTallies, type Tally, tallyOf } from '../domain/delivery/tally.ts';
import type { Operation } from '../domain/operations/operation.ts';
import { type Delivered, type Delivery, deliverBatch } from './deliver-batch.ts';
import { batchReader, type NextBatch } from './next-batch.ts';
import type { NoteDeclined, Phase, Step } from './phase.ts';
import type { ArrangedPartition } from './read-partition.ts';
import { rememberDelivered } from './remembered-events.ts';

/** @param settledElsewhere receives the operations that this import does not deliver. */
export function forwardOperations(
  { ordered }: Pick<ArrangedPartition, 'ordered'>,
  delivery: Delivery,
  settledElsewhere: Set<Operation>,
): Phase {
  const { origin, guards, mapping, settings, ports } = delivery;
  const { seen, clock } = ports;
  const reader = batchReader(ordered, { ...settings, seen, now: clock.now, origin, guards, mapping });
  return {
    end: ordered.length,
    async forward(position, noteDeclined) {
      const batch = await reader.nextBatch(position);
      const step = await forwardBatch(batch, delivery, noteDeclined);
      for (const { operation, judgment } of batch.stretch)
        if (isSettledElsewhere(judgment)) settledElsewhere.add(operation);
      return step;
    },
  };
}

async function forwardBatch(
  { stretch, toSend }: NextBatch,
  delivery: Delivery,
  noteDeclined: NoteDeclined,
): Promise<Step> {
  const { origin, guards, ports, settings } = delivery;
  const { seen } = ports;
  const taken = stretch.length;
  const stillTrue = stretch.flatMap(({ judgment }) => ('stillTrue' in judgment ? judgment.stillTrue : []));
  await seen.record(stillTrue);
  await rememberDelivered(unrememberedIn(stretch), { ...settings, seen, guards, origin });
  const delivered = toSend.length === 0 ? undefined : await deliverBatch(toSend, delivery);
  const next = delivered && toSend[delivered.settled];
  const settled = next ? stretch.findIndex(({ operation }) => operation === (next.of ?? next)) : taken;
  const done = stretch.slice(0, settled);
  const rejected = [...reusedOperations(reusedAmong(done)), ...(delivered?.declined ?? [])];
  await noteDeclined(rejected);
  const tally = tallyJudged(done);
  return { taken, settled, tally: delivered ? addTallies(tally, tallyDelivered(delivered)) : tally };
}

function unrememberedIn(stretch: readonly Judged[]) {
  return stretch.flatMap(({ operation: { meta }, judgment }) =>
    'unremembered' in judgment && judgment.unremembered ? [{ meta, seen: judgment.unremembered }] : [],
  );
}

function tallyDelivered({ acceptedRows, acceptedGroups, acceptedFurther, declined }: Delivered): Tally {
  const counted = declined.filter(({ further }) => further === undefined);
  const rejected = counted.reduce((sum, { rows }) => sum + rows, 0);
  return tallyOf(
    { delivered: acceptedRows, rejected },
    {
      refusedFurther: declined.length - counted.length,
      deliveredGroups: acceptedGroups,
      deliveredFurther: acceptedFurther,
    },
  );
}
