// The input of Forward for a file of events: the operations of its rows, in partitions.
import { operationsKey, partitionIndexKey, planKey } from '../../lambdas/contracts/object-keys.ts';
import { zstd } from '../../lambdas/domain/operations/compression.ts';
import { memberPacker } from '../../lambdas/domain/operations/members.ts';
import type { Operation } from '../../lambdas/domain/operations/operation.ts';
import type { PartitionIndex } from '../../lambdas/domain/operations/partition-index.ts';
import { PLAN_FORMAT } from '../../lambdas/domain/plan-format.ts';
import type { ObjectStore } from '../../lambdas/ports/object-store.ts';
import { mapChunk } from '../../lambdas/validate/map-chunk.ts';
import { chunksOf } from './chunks-of.ts';

/** Forward reads the planning from it. */
const PLAN = {
  ...{ execution: 'bench', feed: 'events', dryRun: false, approved: false, definition: '', header: [] },
  parts: [
    { key: '', name: '', dialect: { delimiter: ',', newline: '\n', quoting: 'double' }, linesBefore: 0 },
  ],
  ...{ chunks: [], delimiter: ',', notices: [], nowSeconds: 0 },
};

export interface Partitions {
  readonly numbers: readonly number[];
  /** Contains only the objects that Forward reads. */
  readonly objects: Pick<ObjectStore, 'read'>;
}

export async function partitionsOf(path: string, importId: string, partitions: number): Promise<Partitions> {
  const operations: Operation[] = [];
  for (const chunk of await chunksOf(path, 'events')) mapChunk(chunk, (one) => operations.push(one));
  const packer = memberPacker(partitions, zstd);
  operations.forEach(packer.add);
  const { body, members } = packer.pack();
  const planning = { format: PLAN_FORMAT, version: 'bench', plannedAt: 0 };
  const stored = new Map([
    [operationsKey(importId, planning, 0), body],
    [planKey(importId), Buffer.from(JSON.stringify({ ...PLAN, ...planning, partitions }))],
  ]);
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
    stored.set(partitionIndexKey(importId, planning, partition), Buffer.from(JSON.stringify(index)));
  }
  return {
    numbers: members.map(({ partition }) => partition),
    objects: {
      read: async ({ key }, range) => (stored.get(key) ?? Buffer.alloc(0)).subarray(range?.start, range?.end),
    },
  };
}
