// Finds the import that Report is called for: by the workflow, or by EventBridge if an execution ended without Report.
import type { FunctionName } from '../contracts/environment.ts';
import { readFailure } from '../contracts/failure.ts';
import type { Feeds } from '../contracts/feed/feed.ts';
import type { ImportState } from '../contracts/report.ts';
import {
  type ApprovalCall,
  type FailedItem,
  ObjectCreatedSchema,
  type ReportCall,
} from '../contracts/workflow.ts';
import { approvalEnd } from '../domain/canary/approval.ts';
import { type ImportRecord, importRecordOf, type Reason } from '../domain/imports/import-record.ts';
import type { ImportRecords } from '../ports/import-records.ts';

export interface EndedImport {
  readonly record: ImportRecord;
  readonly failure: Reason | undefined;
}

/** Undefined if the execution does not own the import, because another execution has it or had it. */
export async function findEndedImport(
  call: Exclude<ReportCall, ApprovalCall | FailedItem>,
  imports: Pick<ImportRecords, 'find' | 'register'>,
  feeds: Feeds,
  now: number,
): Promise<EndedImport | undefined> {
  if ('importId' in call) {
    const record = await findRegistered(call.importId, imports);
    const { error } = call;
    if (!error) return { record, failure: undefined };
    const callee = record.dryRun && record.state === 'waiting' ? 'decide' : CALLED[record.state];
    return {
      record,
      failure: approvalEnd(record, error.Error) ?? readFailure(error.Error, error.Cause, callee),
    };
  }
  const { executionArn, input, status, error, cause } = call.detail;
  const event = ObjectCreatedSchema.parse(JSON.parse(input));
  const first = importRecordOf(event, executionArn, feeds, now);
  const record = (await imports.find(first.importId)) ?? (await registered(first, imports));
  if (record?.execution !== executionArn) return undefined;
  // Any other task is followed by Report.
  const callee = record.state === 'splitting' ? 'split' : 'report';
  return { record, failure: readFailure(error ?? status, cause ?? undefined, callee) };
}

/** The function that the workflow calls in a state, outside of maps. */
const CALLED: Readonly<Partial<Record<ImportState, FunctionName>>> = {
  validating: 'review',
  waiting: 'await-turn',
  forwarding: 'decide',
  'awaiting-approval': 'report',
};

export async function findRegistered(
  importId: string,
  imports: Pick<ImportRecords, 'find'>,
): Promise<ImportRecord> {
  const record = await imports.find(importId);
  if (!record) throw new Error('the import was never registered');
  return record;
}

/** Split did not register the import. It is registered now, so that its end is recorded. */
async function registered(
  record: ImportRecord,
  imports: Pick<ImportRecords, 'register'>,
): Promise<ImportRecord | undefined> {
  return (await imports.register(record)) === 'registered' ? record : undefined;
}
