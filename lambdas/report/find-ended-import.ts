// Which import Report is called for: by the workflow, or by EventBridge when an execution ended without its word.
import { readFailure } from '../contracts/failure.ts';
import type { Feeds } from '../contracts/feed/feed.ts';
import { type ApprovalCall, ObjectCreatedSchema, type ReportCall } from '../contracts/workflow.ts';
import { approvalEnd } from '../domain/canary/approval.ts';
import { type ImportRecord, importRecordOf, type Reason } from '../domain/imports/import-record.ts';
import type { ImportRecords } from '../ports/import-records.ts';

export interface EndedImport {
  readonly record: ImportRecord;
  readonly failure: Reason | undefined;
}

/** Nothing where the execution did not own the import: another one has it, or had it. */
export async function findEndedImport(
  call: Exclude<ReportCall, ApprovalCall>,
  imports: Pick<ImportRecords, 'find' | 'register'>,
  feeds: Feeds,
  now: number,
): Promise<EndedImport | undefined> {
  if ('importId' in call) {
    const record = await findRegistered(call.importId, imports);
    const { error } = call;
    if (!error) return { record, failure: undefined };
    return { record, failure: approvalEnd(record, error.Error) ?? readFailure(error.Error, error.Cause) };
  }
  const { executionArn, input, status, error, cause } = call.detail;
  const event = ObjectCreatedSchema.parse(JSON.parse(input));
  const first = importRecordOf(event, executionArn, feeds, now);
  const record = (await imports.find(first.importId)) ?? (await registered(first, imports));
  if (record?.execution !== executionArn) return undefined;
  return { record, failure: readFailure(error ?? status, cause ?? undefined) };
}

export async function findRegistered(
  importId: string,
  imports: Pick<ImportRecords, 'find'>,
): Promise<ImportRecord> {
  const record = await imports.find(importId);
  if (!record) throw new Error('the import was never registered');
  return record;
}

/** Split never got as far as registering: the import is entered now, so that its end is on record. */
async function registered(
  record: ImportRecord,
  imports: Pick<ImportRecords, 'register'>,
): Promise<ImportRecord | undefined> {
  return (await imports.register(record)) === 'registered' ? record : undefined;
}
