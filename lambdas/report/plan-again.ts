// Whether an import must be planned again, because another version was deployed in the middle of it.
import type { ReportCall } from '../contracts/workflow.ts';
import { isApprovalEnd } from '../domain/canary/approval.ts';
import { isOfPlan, isReadable } from '../domain/plan-format.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { importFiles } from '../work/import-files.ts';
import type { EndedImport } from './find-ended-import.ts';
import { isTerminal } from './report-import.ts';

/**
 * True if Report itself, or a function before it, cannot read the plan. Only the workflow can go back to Split: an
 * execution that ended without Report fails. A canary that was not approved ends the import.
 */
export async function mustPlanAgain(
  call: ReportCall,
  { record, failure }: EndedImport,
  objects: ObjectStore,
): Promise<boolean> {
  if (!('importId' in call) || isTerminal(record.state) || (failure && isApprovalEnd(failure))) return false;
  const { importId, execution, registeredAt } = record;
  const plan = await importFiles.plan.find(objects, importId);
  // Otherwise Split has refused the file, and the plan is an older one.
  const isCurrent = plan?.execution === execution && plan.plannedAt === registeredAt;
  if (!plan || !isCurrent) return false;
  const unread = await importFiles.unreadPlan.find(objects, importId);
  return !isReadable(plan) || (unread !== undefined && isOfPlan(unread, plan));
}
