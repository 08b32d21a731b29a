// Fetches a partition's operations: one ranged read in each chunk's object.
import { unpackMember } from '../domain/operations/members.ts';
import type { Operation } from '../domain/operations/operation.ts';
import type { PartitionIndex } from '../domain/operations/partition-index.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles, openOperations } from '../work/import-files.ts';

/** Objects that are read at once. */
const CONCURRENCY = 8;

/** The operations in the order of the file. */
export async function readPartition(
  importId: string,
  partition: number,
  objects: ObjectStore,
): Promise<{ readonly index: PartitionIndex; readonly operations: readonly Operation[] }> {
  const index = await importFiles.partitionIndex.open(objects, importId, partition);
  const operations: Operation[] = [];
  for (let at = 0; at < index.members.length; at += CONCURRENCY) {
    const members = await Promise.all(
      index.members
        .slice(at, at + CONCURRENCY)
        .map(({ chunk, start, end }) => openOperations(objects, importId, chunk, { start, end })),
    );
    for (const member of members) for (const operation of unpackMember(member)) operations.push(operation);
  }
  return { index, operations };
}
