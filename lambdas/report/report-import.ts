// Ends an import: adds its outcomes up, writes what people read, sets the terminal state and gives the turn back.

import { ChunkFailureSchema } from '../contracts/failure.ts';
import { chunkFailureKey, decisionKey, planKey, reportPrefix, reviewKey } from '../contracts/object-keys.ts';
import { type Report, TERMINAL_STATES, type TerminalState } from '../contracts/report.ts';
import type { ReportOutput } from '../contracts/workflow.ts';
import { goneAheadFindings } from '../domain/guards/gone-ahead.ts';
import { keptColumns } from '../domain/guards/past-import.ts';
import type { ImportRecord, Reason } from '../domain/identity/import-record.ts';
import { type Plan, PlanSchema } from '../domain/plan.ts';
import { renderReport } from '../domain/report/page.ts';
import { summarize } from '../domain/report/summary.ts';
import { DecidedSchema } from '../domain/review/decision.ts';
import { type Review, ReviewSchema } from '../domain/review/review.ts';
import { NO_STATISTICS } from '../domain/review/statistics.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportsTable } from '../ports/imports-table.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { listImport } from './list-import.ts';
import { allLines, heldLines, refusedExamples, rejectLines } from './returned-rows.ts';

export interface ReportPorts {
  readonly objects: ObjectStore;
  readonly imports: ImportsTable;
  readonly clock: Clock;
}

/** Asked again about an import that has ended, it changes nothing. */
export async function reportImport(
  record: ImportRecord,
  failure: Reason | undefined,
  ports: ReportPorts,
): Promise<{ readonly output: ReportOutput; readonly report?: Report }> {
  if (isTerminal(record.state)) return { output: { state: record.state } };
  const { importId, feed } = record;
  const { objects, imports, clock } = ports;
  const plan = await readIfThere(objects, planKey(importId), (json) => PlanSchema.parse(json));
  const review = await readIfThere(objects, reviewKey(importId), (json) => ReviewSchema.parse(json));
  const decided = ofThis(
    await readIfThere(objects, decisionKey(importId), (json) => DecidedSchema.parse(json)),
    record,
  );
  const decision = decided?.decision ?? ofThis(review, record)?.decision;
  const partitions = (await imports.checkpoints(importId)).filter(
    (checkpoint) => checkpoint.plan === plan?.version,
  );
  const report = summarize({
    record,
    parts: plan?.parts,
    statistics: review?.statistics ?? NO_STATISTICS,
    chunks: plan?.chunks.length,
    findings: [
      ...goneAheadFindings(record.wentAheadOf ?? []),
      ...(review?.findings ?? []),
      ...(decided?.findings ?? []),
    ],
    wouldTrigger: review?.wouldTrigger ?? 0,
    file: {
      ...(review?.eventTimes && { eventTimes: review.eventTimes }),
      columns: review?.columnProfiles ?? [],
      identifiers: review?.identifiers ?? [],
    },
    notices: plan?.notices ?? [],
    refusedExamples: plan ? await refusedExamples(importId, plan, objects) : [],
    partitions,
    decision,
    weighed: decided?.weighed,
    flows: decided?.flows,
    failure: failure && ((await chunkFailure(record, objects)) ?? failure),
    now: clock.now(),
  });
  await writeReport(report, plan, review, ports);
  // Before its end: whoever waits for this import asks for it by what is remembered.
  if (!record.dryRun)
    await imports.remember(feed, {
      importId,
      arrivedAt: record.arrivedAt,
      endedAt: clock.now(),
      state: report.state,
      rows: report.rows,
      outcomes: report.outcomes,
      columns: keptColumns(review?.columns ?? []),
      flows: decided?.weighed.flows ?? {},
    });
  await listImport(report, objects);
  await imports.finish(importId, report.state, report.reason);
  return { output: { state: report.state }, report };

  async function writeReport(
    report: Report,
    plan: Plan | undefined,
    review: Review | undefined,
    { objects }: ReportPorts,
  ) {
    const prefix = reportPrefix(feed, importId);
    if (plan && review) {
      await objects.writeStream(`${prefix}rejects.csv`, rejectLines(importId, plan, objects), 'text/csv');
      if (report.outcomes.held > 0 && !record.dryRun) {
        const lines = decision === 'hold' ? allLines : heldLines;
        await objects.writeStream(`${prefix}held.csv`, lines(importId, plan, objects), 'text/csv');
      }
    }
    await objects.write(`${prefix}report.html`, renderReport(report), 'text/html; charset=utf-8');
    await objects.write(`${prefix}report.json`, JSON.stringify(report, null, 2), 'application/json');
  }
}

function isTerminal(state: ImportRecord['state']): state is TerminalState {
  return (TERMINAL_STATES as readonly string[]).includes(state);
}

/** What an earlier execution decided is none of this one's. */
function ofThis<T extends { readonly execution: string }>(
  decided: T | undefined,
  { execution }: ImportRecord,
): T | undefined {
  return decided?.execution === execution ? decided : undefined;
}

/** Why a chunk failed; that of an earlier execution is no reason of this one. */
async function chunkFailure(
  { importId, execution }: ImportRecord,
  objects: ObjectStore,
): Promise<Reason | undefined> {
  const noted = await readIfThere(objects, chunkFailureKey(importId), (json) =>
    ChunkFailureSchema.parse(json),
  );
  return noted?.execution === execution ? { code: noted.code, message: noted.message } : undefined;
}

/** Reads what an earlier step wrote; an import that stopped before that step has none. */
async function readIfThere<T>(
  objects: ObjectStore,
  key: string,
  parse: (json: unknown) => T,
): Promise<T | undefined> {
  for await (const found of objects.list(key)) {
    if (found === key) return parse(JSON.parse((await objects.read({ key })).toString('utf8')));
  }
  return undefined;
}
