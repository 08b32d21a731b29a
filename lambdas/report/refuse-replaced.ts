// A Report that outlives its execution must not write about an import that another execution has, or that has ended.

import { TERMINAL_STATES } from '../contracts/report.ts';
import { SupersededError } from '../domain/errors.ts';
import type { ImportRecords, ReportOwner } from '../ports/import-records.ts';

/** @throws SupersededError if the import has ended, or another execution or a later call of Report has it. */
export async function refuseReplaced(
  importId: string,
  { execution, reportCall }: ReportOwner,
  imports: Pick<ImportRecords, 'find'>,
): Promise<void> {
  const now = await imports.find(importId);
  const hasEnded = now !== undefined && (TERMINAL_STATES as readonly string[]).includes(now.state);
  if (now?.execution === execution && now.reportCall === reportCall && !hasEnded) return;
  throw new SupersededError(`Import ${importId} has ended, or another execution or call of Report has it.`);
}
