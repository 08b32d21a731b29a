// The imports table of a check: a single import, in memory.
import type { ImportRecord } from '../../lambdas/domain/imports/import-record.ts';
import type { Checkpoints } from '../../lambdas/ports/checkpoints.ts';
import type { ImportHistory } from '../../lambdas/ports/import-history.ts';
import type { ImportRecords } from '../../lambdas/ports/import-records.ts';

type LoneImport = Omit<ImportRecords, 'setSkippedWait' | 'setNotified' | 'setTurnToken'> &
  Pick<Checkpoints, 'checkpoints'> &
  ImportHistory;

export function loneImport(): LoneImport {
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
    setState: async (_, state) => {
      await change({ state });
      return true;
    },
    setReason: (_, reason) => change({ reason }),
    awaitApproval: () => change({ state: 'awaiting-approval' }),
    claimReport: async () => {
      await change({ reportCall: 1 });
      return 1;
    },
    finish: (_, state) => change({ state }),
    checkpoints: async () => [],
    remember: async () => undefined,
    history: async () => [],
  };
}
