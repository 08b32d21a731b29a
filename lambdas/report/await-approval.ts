// Tells of a canary that was sent: a report to look at, and the token by which somebody's word makes the import go on.
import type { Report } from '../contracts/report.ts';
import type { ApprovalCall } from '../contracts/workflow.ts';
import { PausedError } from '../domain/errors.ts';
import type { ImportRecord } from '../domain/imports/import-record.ts';
import { summarizeCanary } from '../domain/report/summary.ts';
import { readImport } from './read-import.ts';
import type { ReportPorts } from './report-import.ts';
import { writeReport } from './write-report.ts';

/**
 * Others may forward meanwhile. Asked again, it keeps the newer token.
 * @throws PausedError where Customer.io refused a part of the canary: there is nothing to approve.
 */
export async function awaitApproval(
  record: ImportRecord,
  { taskToken, approvalSeconds }: Omit<ApprovalCall, 'importId'>,
  ports: ReportPorts,
): Promise<Report> {
  const { objects, imports, clock } = ports;
  const read = await readImport(record, ports);
  // A canary may stem from the attempt before a redrive; the reason is of this one.
  if (read.soFar.canary?.paused && record.reason)
    throw new PausedError(record.reason.code, record.reason.message);
  const now = clock.now();
  const report = summarizeCanary({ ...read.soFar, failure: undefined, now }, now + approvalSeconds * 1000);
  await writeReport(report, read, objects);
  await imports.awaitApproval(record.importId, taskToken);
  return report;
}
