// How long before a file its duplicates were delivered: told by the two imports' names.
import type { DuplicateAge } from '../../contracts/report.ts';
import { arrivalOf } from '../identity/import-id.ts';

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;

const BELOW = [
  [1, 'under_1_day'],
  [7, 'under_7_days'],
  [30, 'under_30_days'],
  [90, 'under_90_days'],
] as const satisfies readonly (readonly [days: number, DuplicateAge])[];

/** @param deliveredBy id of the import that delivered the event. */
export function duplicateAge(importId: string, deliveredBy: string): DuplicateAge {
  const days = (arrivalOf(importId) - arrivalOf(deliveredBy)) / DAY_MILLISECONDS;
  return BELOW.find(([below]) => Math.abs(days) < below)?.[1] ?? 'older';
}
