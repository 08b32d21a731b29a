// The imports table in memory, with the conditions of adapters/dynamo-imports-table.ts.
import { TERMINAL_STATES } from '../../lambdas/contracts/report.ts';
import { SupersededError } from '../../lambdas/domain/errors.ts';
import type { ImportRecord, Reason } from '../../lambdas/domain/imports/import-record.ts';
import { type PastImport, rememberedUntil } from '../../lambdas/domain/imports/past-import.ts';
import type { ActiveImport } from '../../lambdas/domain/imports/turn.ts';
import type { Checkpoint, ImportsTable } from '../../lambdas/ports/imports-table.ts';
import { NEW_YEAR } from './virtual-clock.ts';

interface Partition {
  epoch: number;
  checkpoint: Checkpoint | undefined;
}

export function memoryImportsTable(now: () => number = () => NEW_YEAR): ImportsTable {
  const records = new Map<string, ImportRecord>();
  const active = new Map<string, Omit<ActiveImport, 'forwarding'>>();
  const forwarding = new Set<string>();
  const partitions = new Map<string, Map<number, Partition>>();
  const pasts = new Map<string, Map<string, PastImport>>();
  let version = 0;

  const change = (importId: string, part: Partial<ImportRecord>): void => {
    const record = records.get(importId);
    if (record) records.set(importId, { ...record, ...part });
  };
  const partitionOf = (importId: string, partition: number): Partition => {
    const ofImport = partitions.get(importId) ?? new Map<number, Partition>();
    partitions.set(importId, ofImport);
    const found = ofImport.get(partition) ?? { epoch: 0, checkpoint: undefined };
    ofImport.set(partition, found);
    return found;
  };

  return {
    async remember(feed, past) {
      pasts.set(feed, (pasts.get(feed) ?? new Map()).set(past.importId, past));
    },
    async history(feed, most) {
      return [...(pasts.get(feed)?.values() ?? [])]
        .sort((a, b) => (a.importId < b.importId ? 1 : -1))
        .slice(0, most)
        .filter((past) => rememberedUntil(past) > now());
    },
    async register(record, redrive) {
      const other = records.get(record.importId);
      if (other && !mayRegister(record, other, redrive)) return 'taken';
      const { importId, feed, kind, arrivedAt, after, waitsUntil, rollUp } = record;
      records.set(importId, record);
      if (!record.dryRun)
        active.set(importId, {
          importId,
          feed,
          kind,
          arrivedAt,
          after,
          waitsUntil,
          ...(rollUp === undefined ? {} : { rollUp }),
        });
      return 'registered';
    },
    async find(importId) {
      return records.get(importId);
    },
    async setState(importId, state) {
      if (hasEnded(records.get(importId))) return;
      const stages = records.get(importId)?.stages ?? [];
      change(importId, { state, stages: [...stages, { state, at: now() }] });
    },
    async setReason(importId, reason) {
      change(importId, { reason });
    },
    async setGoneAhead(importId, wentAheadOf) {
      change(importId, { wentAheadOf });
    },
    async awaitApproval(importId, approvalToken) {
      if (hasEnded(records.get(importId))) throw new SupersededError('the import has ended');
      const stages = records.get(importId)?.stages ?? [];
      const state = 'awaiting-approval';
      change(importId, { state, approvalToken, stages: [...stages, { state, at: now() }] });
      forwarding.delete(importId);
      version++;
    },
    async finish(importId, state, reason: Reason | undefined) {
      change(importId, { state, reason });
      active.delete(importId);
      forwarding.delete(importId);
      version++;
    },
    async setTold(importId, state) {
      change(importId, { told: state });
    },
    async turns() {
      const all = [...active.values()].sort((a, b) => (a.importId < b.importId ? -1 : 1));
      return { version, active: all.map((one) => ({ ...one, forwarding: forwarding.has(one.importId) })) };
    },
    async takeTurn(importId, asOf) {
      if (asOf !== version) return false;
      forwarding.add(importId);
      version++;
      return true;
    },
    async claimPartition(importId, partition) {
      const claimed = partitionOf(importId, partition);
      claimed.epoch++;
      return { epoch: claimed.epoch, checkpoint: claimed.checkpoint };
    },
    async saveCheckpoint(importId, partition, epoch, checkpoint) {
      const held = partitionOf(importId, partition);
      if (held.epoch !== epoch) throw new SupersededError('another worker has taken the partition over');
      held.checkpoint = checkpoint;
    },
    async checkpoints(importId) {
      const ofImport = [...(partitions.get(importId) ?? [])].sort(([a], [b]) => a - b);
      return ofImport.flatMap(([, { checkpoint }]) => checkpoint ?? []);
    },
  };
}

function mayRegister(record: ImportRecord, other: ImportRecord, redrive: boolean): boolean {
  const isMine = other.execution === record.execution && !hasEnded(other);
  const isRedriven = redrive && ['paused', 'failed'].includes(other.state);
  return isMine || isRedriven || (record.approved === true && other.state === 'held');
}

function hasEnded(record: ImportRecord | undefined): boolean {
  return TERMINAL_STATES.some((state) => state === record?.state);
}
