// The imports table of a check: a single import, in memory.
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { ImportsTable } from '../../lambdas/ports/imports-table.ts';

export function loneImport(): ImportsTable {
  let record: ImportRecord | undefined;
  const change = async (part: Partial<ImportRecord>): Promise<void> => {
    if (record) record = { ...record, ...part };
  };
  return {
    register: async (registered) => {
      record = registered;
      return 'registered';
    },
    find: async () => record,
    setState: (_, state) => change({ state }),
    setReason: (_, reason) => change({ reason }),
    setGoneAhead: async () => undefined,
    setTold: async () => undefined,
    awaitApproval: () => change({ state: 'awaiting-approval' }),
    finish: (_, state) => change({ state }),
    turns: async () => ({ version: 0, active: [] }),
    takeTurn: async () => true,
    claimPartition: async () => ({ epoch: 1, checkpoint: undefined }),
    saveCheckpoint: async () => undefined,
    checkpoints: async () => [],
    remember: async () => undefined,
    history: async () => [],
  };
}
