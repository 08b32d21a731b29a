// Notes why an item of a map failed, so that the report can name it: the map itself does not say it.
import { readFailure } from '../contracts/failure.ts';
import { TERMINAL_STATES } from '../contracts/report.ts';
import type { FailedItem } from '../contracts/workflow.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import { findRegistered } from './find-ended-import.ts';

/** The first reason stays. An import that has ended, or that another execution has, is not changed. */
export async function noteFailedItem(
  { importId, execution, failed, error }: FailedItem,
  imports: Pick<ImportRecords, 'find' | 'setReason'>,
): Promise<void> {
  const { reason, state, ...record } = await findRegistered(importId, imports);
  const hasEnded = (TERMINAL_STATES as readonly string[]).includes(state);
  if (reason || hasEnded || record.execution !== execution) return;
  await imports.setReason(importId, readFailure(error.Error, error.Cause, failed), execution);
}
