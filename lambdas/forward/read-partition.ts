// Reads a partition's operations, with one ranged read in each chunk's object, and arranges them for delivery.
import type { ForwardInput } from '../contracts/workflow.ts';
import { type Arranged, arrange } from '../domain/delivery/arrange.ts';
import { namesSentFirst } from '../domain/delivery/suppression.ts';
import { type ImportOrigin, originBefore202612 } from '../domain/imports/import-origin.ts';
import { unpackMember } from '../domain/operations/members.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { openOperations, openPartition } from '../work/import-files.ts';

/** Objects that are read at the same time. */
const CONCURRENCY = 8;

export interface ArrangedPartition extends Arranged {
  readonly index: PartitionIndex;
  readonly origin: ImportOrigin;
  /** The operations of all persons. A checkpoint's position and a canary's picks count in them. */
  readonly ordered: readonly Operation[];
}

export type PartitionPlace = Pick<ForwardInput, 'importId' | 'execution' | 'partition'>;

export async function readArranged(place: PartitionPlace, objects: ObjectStore): Promise<ArrangedPartition> {
  const { importId } = place;
  const { index, operations } = await readPartition(place, objects);
  const { guards, earlier } = index;
  const arranged = arrange(operations, { first: namesSentFirst(guards), earlier, keyReuse: guards.keyReuse });
  const { feed = originBefore202612(importId).feed, nowSeconds } = index;
  const origin = { importId, feed, arrivedAt: nowSeconds * 1000 };
  return { ...arranged, index, origin, ordered: arranged.persons.flat() };
}

/** @returns the operations in the order of the file, without those of groups that are left out. */
export async function readPartition(
  place: PartitionPlace,
  objects: ObjectStore,
): Promise<{ readonly index: PartitionIndex; readonly operations: readonly Operation[] }> {
  const { importId } = place;
  const index = await openPartition(place, objects);
  const leftOut = new Set(index.leftOut);
  const operations: Operation[] = [];
  for (let at = 0; at < index.members.length; at += CONCURRENCY) {
    const members = await Promise.all(
      index.members
        .slice(at, at + CONCURRENCY)
        .map((member) => openOperations(objects, importId, index, member)),
    );
    for (const member of members)
      for (const operation of unpackMember(member))
        if (!leftOut.has(operation.meta.group ?? '')) operations.push(operation);
  }
  return { index, operations };
}
