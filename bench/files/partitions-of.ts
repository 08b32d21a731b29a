// The input of Forward for a file of events: the operations of its rows, in partitions.
import { operationsKey, partitionIndexKey } from '../../lambdas/contracts/object-keys.ts';
import { memberPacker } from '../../lambdas/domain/operations/members.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import type { PartitionIndex } from '../../lambdas/domain/operations/partition-index.ts';
import { PLAN_FORMAT } from '../../lambdas/domain/plan-format.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { mapChunk } from '../../lambdas/validate/map-chunk.ts';
import { chunksOf } from './chunks-of.ts';

export interface Partitions {
  readonly numbers: readonly number[];
  /** Contains only the objects that Forward reads. */
  readonly objects: Pick<ObjectStore, 'read'>;
}

export async function partitionsOf(path: string, importId: string, partitions: number): Promise<Partitions> {
  const operations: Operation[] = [];
  for (const chunk of await chunksOf(path, 'events')) mapChunk(chunk, (one) => operations.push(one));
  const packer = memberPacker(partitions);
  operations.forEach(packer.add);
  const { body, members } = packer.pack();
  const stored = new Map([[operationsKey(importId, { format: PLAN_FORMAT, version: 'bench' }, 0), body]]);
  for (const { partition, start, end } of members) {
    const index: PartitionIndex = {
      ...{ partition, format: PLAN_FORMAT, plannedAt: 0 },
      plan: 'bench',
      guards: { suppress: [], remembers: [], dated: false },
      flows: {},
      nowSeconds: 0,
      canary: 0,
      leftOut: [],
      earlier: [],
      members: [{ chunk: 0, start, end }],
    };
    stored.set(partitionIndexKey(importId, partition), Buffer.from(JSON.stringify(index)));
  }
  return {
    numbers: members.map(({ partition }) => partition),
    objects: {
      read: async ({ key }, range) => (stored.get(key) ?? Buffer.alloc(0)).subarray(range?.start, range?.end),
    },
  };
}
