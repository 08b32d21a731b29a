// Reports a canary that was sent: writes the report, and stores the task token with which the workflow continues.
import type { Report } from '../contracts/report.ts';
import type { ApprovalCall } from '../contracts/workflow.ts';
import { PausedError, ReplanError } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { summarizeCanary } from '../domain/report/summary.ts';
import { readImport } from './read-import.ts';
import type { ReportPorts } from './report-import.ts';
import { writeReport } from './write-report.ts';

/**
 * Other imports can forward in the meantime. If it is called again, it stores the newer token.
 * @throws ReplanError if another version made the plan.
 * @throws PausedError if Customer.io did not accept the credentials: there is nothing to approve.
 */
export async function awaitApproval(
  record: ImportRecord,
  { taskToken, approvalSeconds }: Omit<ApprovalCall, 'importId'>,
  ports: ReportPorts,
): Promise<Report> {
  const { objects, imports, clock } = ports;
  const read = await readImport(record, ports);
  if (!read.plan) throw new ReplanError();
  // A canary can be from the attempt before a redrive; the reason is from this attempt.
  if (read.soFar.canary?.paused && record.reason)
    throw new PausedError(record.reason.code, record.reason.message);
  const now = clock.now();
  const report = summarizeCanary({ ...read.soFar, failure: undefined, now }, now + approvalSeconds * 1000);
  await imports.claimReport(record.importId, record.execution);
  await writeReport(report, read, objects);
  await imports.awaitApproval(record.importId, taskToken);
  return report;
}
