// A Report that outlives its execution must not write about an import that another execution has, or that has ended.

import { TERMINAL_STATES } from '../contracts/report.ts';
import { SupersededError } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import type { ImportRecords } from '../ports/import-records.ts';

/** @throws SupersededError if the import is no longer as this Report found it: of the same execution, and not ended. */
export async function refuseReplaced(
  { importId, execution }: ImportRecord,
  imports: Pick<ImportRecords, 'find'>,
): Promise<void> {
  const now = await imports.find(importId);
  const hasEnded = now !== undefined && (TERMINAL_STATES as readonly string[]).includes(now.state);
  if (now?.execution === execution && !hasEnded) return;
  throw new SupersededError(`Import ${importId} has ended, or another execution has it.`);
}
