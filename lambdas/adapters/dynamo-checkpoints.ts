// The checkpoint of each partition, guarded by an epoch that grows with every claim.
import { CheckpointSchema } from '../domain/delivery/checkpoint.ts';
import { SupersededError } from '../domain/errors.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import { conditionHolds, type DynamoItems } from './dynamo-items.ts';

const IS_LAST_CLAIM = 'epoch = :epoch';

export function dynamoCheckpoints(items: DynamoItems): Checkpoints {
  return {
    async claimPartition(importId, partition) {
      const claimed = await items.updateAndGet(keyOf(importId, partition), 'ADD epoch :one', {
        values: { ':one': 1 },
      });
      return {
        epoch: Number(claimed.epoch),
        checkpoint: CheckpointSchema.optional().parse(claimed.checkpoint),
      };
    },

    async saveCheckpoint(importId, partition, epoch, checkpoint) {
      const saved = items.update(keyOf(importId, partition), 'SET checkpoint = :checkpoint', {
        condition: IS_LAST_CLAIM,
        values: { ':checkpoint': checkpoint, ':epoch': epoch },
      });
      if (!(await conditionHolds(saved)))
        throw new SupersededError(`Another worker has claimed partition ${partition}.`);
    },

    async checkpoints(importId) {
      const found = await items.query(importId);
      return found.flatMap(({ item, checkpoint }) =>
        checkpoint ? { ...CheckpointSchema.parse(checkpoint), partition: partitionOf(item) } : [],
      );
    },
  };
}

const PREFIX = 'partition#';

function keyOf(importId: string, partition: number) {
  return { importId, item: `${PREFIX}${String(partition).padStart(5, '0')}` };
}

function partitionOf(item: unknown): number {
  return Number(String(item).slice(PREFIX.length));
}
