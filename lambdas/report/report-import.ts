// Ends an import: adds up its outcomes, writes the report, sets the terminal state and gives up the turn.
import { type Report, TERMINAL_STATES, type TerminalState } from '../contracts/report.ts';
import type { ReportOutput } from '../contracts/workflow.ts';
import { isApprovalEnd } from '../domain/canary/approval.ts';
import type { ImportRecord, Reason } from '../domain/imports/import-record.ts';
import { keptColumns } from '../domain/imports/past-import.ts';
import { summarize } from '../domain/report/summary.ts';
import type { Checkpoints } from '../ports/checkpoints.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportHistory } from '../ports/import-history.ts';
import type { ImportRecords } from '../ports/import-records.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { listImport } from './list-import.ts';
import { chunkFailure, type ReadImport, readImport } from './read-import.ts';
import { refuseReplaced } from './refuse-replaced.ts';
import { writeReport } from './write-report.ts';

export interface ReportPorts {
  readonly objects: ObjectStore;
  readonly imports: Pick<ImportRecords, 'awaitApproval' | 'claimReport' | 'find' | 'finish'> &
    Pick<Checkpoints, 'checkpoints'> &
    Pick<ImportHistory, 'remember'>;
  readonly clock: Clock;
}

/**
 * If the import has already ended, it changes nothing.
 * @throws SupersededError if it has ended meanwhile, or another execution or call of Report has it.
 */
export async function reportImport(
  record: ImportRecord,
  failure: Reason | undefined,
  ports: ReportPorts,
): Promise<{ readonly output: ReportOutput; readonly report?: Report }> {
  if (isTerminal(record.state)) return { output: { state: record.state } };
  const { importId, feed, execution } = record;
  const { objects, imports, clock } = ports;
  const read = await readImport(record, ports);
  const report = summarize({
    ...read.soFar,
    decision: failure && isApprovalEnd(failure) ? 'hold' : read.soFar.decision,
    failure: failure && ((await chunkFailure(record, objects)) ?? failure),
    now: clock.now(),
  });
  const owner = { execution, reportCall: await imports.claimReport(importId, execution) };
  await writeReport(report, read, objects);
  // Again, because writing the rows of a large import takes minutes.
  await refuseReplaced(importId, owner, imports);
  // Before the end, because imports that wait for this one look for it in the history.
  if (!record.dryRun)
    await imports.remember(feed, {
      importId,
      arrivedAt: record.arrivedAt,
      endedAt: clock.now(),
      state: report.state,
      rows: report.rows,
      outcomes: report.outcomes,
      columns: keptColumns(read.review?.columns ?? []),
      ...(read.review?.reading && { reading: read.review.reading }),
      ...(read.review?.forms && { forms: read.review.forms }),
      ...(isMarked(read) && { marked: true }),
      flows: read.soFar.weighed?.flows ?? {},
    });
  await listImport(report, objects);
  await imports.finish(importId, report.state, report.reason, owner);
  return { output: { state: report.state }, report };
}

/** Also if the mark was missed: the next import must miss it, too, until one is approved. */
function isMarked({ review, leftMark }: ReadImport): boolean {
  return leftMark || (review?.seenTable ?? 'new') !== 'new';
}

export function isTerminal(state: ImportRecord['state']): state is TerminalState {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}
