// How far each partition of an import is forwarded.
import type { Checkpoint, PartitionCheckpoint } from '../domain/delivery/checkpoint.ts';

/** A checkpoint held by one worker: saving it fails once another worker has claimed the partition. */
export interface ClaimedCheckpoint {
  readonly epoch: number;
  readonly checkpoint: Checkpoint | undefined;
}

/** Every call may throw DeferError: DynamoDB throttled all attempts. */
export interface Checkpoints {
  /** Makes the caller the only worker of a partition. */
  claimPartition(importId: string, partition: number): Promise<ClaimedCheckpoint>;
  /** @throws SupersededError if another worker has claimed the partition since. */
  saveCheckpoint(importId: string, partition: number, epoch: number, checkpoint: Checkpoint): Promise<void>;
  /** The checkpoints of all partitions that have one, by partition number. */
  checkpoints(importId: string): Promise<readonly PartitionCheckpoint[]>;
}
