// Makes the report of an import from its counts: pure, so that every ending can be told in a test.
import {
  DUPLICATE_AGES,
  type KeptBack,
  type RejectExample,
  type Report,
  type TerminalState,
} from '../../contracts/report.ts';
import { type CanarySent, NO_CANARY } from '../canary/canary.ts';
import { addCounts, addKeptBack, rowsKeptBack } from '../counts.ts';
import { addTallies, NO_TALLY, type Tally, tallyOf, unaccountedRows } from '../delivery/tally.ts';
import { NOTHING_WEIGHED, type Weighed } from '../delivery/weighing.ts';
import { findNothingNew } from '../findings/after-sending.ts';
import type { ImportRecord, Reason } from '../imports/import-record.ts';
import { type PlacedPart, placeOf } from '../plan.ts';
import { rejectedRows, type Statistics } from '../profile/statistics.ts';
import type { RejectCode } from '../reject.ts';
import { costOf, dollarsOf, type Work } from './cost.ts';

/** What is known of an import when it ends. */
export interface Ending {
  readonly record: ImportRecord;
  /** The objects that were read, as far as the import got so far. */
  readonly parts?: readonly PlacedPart[] | undefined;
  readonly statistics: Statistics;
  readonly chunks?: number | undefined;
  readonly findings: Report['findings'];
  /** What the file looks like, as far as it was read. */
  readonly file: Pick<Report, 'eventTimes' | 'columns' | 'identifiers'>;
  readonly notices: Report['notices'];
  readonly wouldTrigger: number;
  /** Partitions that Review handed out, and the tallies and states of those that were begun. */
  readonly partitions: readonly { readonly status: 'open' | 'done' | 'paused'; readonly tally: Tally }[];
  readonly decision: 'forward' | 'canary' | 'hold' | 'stop' | undefined;
  /** What weighing told, where this execution came so far. */
  readonly weighed?: Weighed | undefined;
  readonly flows?: Report['flows'] | undefined;
  /** What was sent before anybody had approved, where a canary went first. */
  readonly canary?: CanarySent | undefined;
  /** The first rows that Customer.io refused. */
  readonly refusedExamples: readonly RejectExample[];
  /** Why the workflow stopped, where it did. */
  readonly failure: Reason | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type EndReport = Report & { readonly state: TerminalState };

export function summarize(ending: Ending): EndReport {
  const { record, statistics } = ending;
  const forwarded = sentSoFar(ending);
  const rejected = rejectedRows(statistics);
  const keptBack = keptBackOf(ending);
  const outcomes = {
    rejected,
    held: rowsKeptBack(keptBack, 'held'),
    expired: rowsKeptBack(keptBack, 'expired'),
  };
  const weighed = (record.dryRun && ending.weighed?.tally) || NO_TALLY;
  const tally = [tallyOf(outcomes, { keptBack }), weighed, forwarded].reduce(addTallies);
  const unfinished = unaccountedRows(statistics.rows, tally);
  const { state, reason } = judge(ending, unfinished);
  const refused = forwarded.outcomes.rejected;
  const rejects = addCounts(statistics.rejects, refused > 0 ? { refused_by_customerio: refused } : {});
  return {
    importId: record.importId,
    feed: record.feed,
    state,
    ...(reason ? { reason } : {}),
    file: { ...record.source, ...partsOf(ending) },
    rows: statistics.rows,
    outcomes: tally.outcomes,
    unfinished: Math.max(0, unfinished),
    conflicts: tally.conflicts,
    refusedFurther: tally.refusedFurther,
    operations: statistics.operations,
    requests: tally.requests,
    retries: tally.retries,
    arrivedAt: new Date(record.arrivedAt).toISOString(),
    seconds: Math.round((ending.now - record.registeredAt) / 100) / 10,
    cost: costOf(workOf(ending, forwarded)),
    keptBack: tally.keptBack.map((some) => ({ ...some, ...placesOf(some, ending) })),
    stages: stagesOf(ending),
    rejects: descending(rejects).map(([code, rows]) => ({ code, rows, examples: examplesOf(code, ending) })),
    duplicates: DUPLICATE_AGES.flatMap((age) => {
      const { [age]: rows = 0 } = tally.duplicates;
      return rows > 0 ? [{ age, rows }] : [];
    }),
    events: descending(statistics.events).map(([name, rows]) => ({ name, rows })),
    wouldTrigger: ending.wouldTrigger,
    ...(record.dryRun ? { dryRun: foresee(ending.weighed ?? NOTHING_WEIGHED) } : {}),
    ...(ending.flows && ending.flows.length > 0 ? { flows: ending.flows } : {}),
    ...(ending.canary ? { canary: canaryOf(ending.canary) } : {}),
    ...(record.approved ? { approved: true } : {}),
    findings: [...(unfinished === 0 ? findNothingNew(tally.outcomes) : []), ...ending.findings],
    notices: ending.notices,
    ...ending.file,
  };
}

/** The report so far of an import whose canary was sent. @param approveBy milliseconds since 1970. */
export function summarizeCanary(ending: Ending, approveBy: number): Report {
  const { reason: _, ...soFar } = summarize(ending);
  const canary = { ...canaryOf(ending.canary ?? NO_CANARY), approveBy: new Date(approveBy).toISOString() };
  return { ...soFar, state: 'awaiting-approval', canary };
}

function canaryOf({ operations, rows, refused }: CanarySent): NonNullable<Report['canary']> {
  return { operations, rows, refused };
}

/** What Forward sent; it counts what the canary had sent as well. Where it never began, what the canary sent. */
function sentSoFar({ partitions, canary = NO_CANARY }: Ending): Tally {
  const { rows, requests } = canary;
  if (partitions.length === 0) return tallyOf({ delivered: rows }, { requests });
  return partitions.map(({ tally }) => tally).reduce(addTallies, tallyOf({}, { requests }));
}

/** Rows that Forward was not given: those of a policy, all of a held import, all of a dry run as far as it was weighed. */
function keptBackOf(ending: Ending): readonly KeptBack[] {
  const { record, decision, statistics, failure, weighed = NOTHING_WEIGHED } = ending;
  const { keptBack } = statistics;
  const holding = (reason: string, rows: number): KeptBack[] =>
    rows === 0 ? [] : [{ outcome: 'held', reason, rows, lines: [] }];
  if (record.dryRun)
    return addKeptBack([...keptBack, ...holding('dry run: would be delivered', weighed.wouldDeliver)]);
  if (decision !== 'hold') return keptBack;
  const expired = keptBack.filter(({ outcome }) => outcome === 'expired');
  const unsent = statistics.rows - rejectedRows(statistics) - rowsKeptBack(expired, 'expired');
  const rows = Math.max(0, unaccountedRows(unsent, sentSoFar(ending)));
  return addKeptBack([
    ...expired,
    ...holding(`the whole import: ${(record.reason ?? failure)?.code ?? 'held'}`, rows),
  ]);
}

function foresee(weighed: Weighed): NonNullable<Report['dryRun']> {
  const { wouldDeliver, wouldTrigger, operations, requests, lookedUp } = weighed;
  const dollars = dollarsOf({ readUnits: lookedUp / 2, writeUnits: operations });
  return { wouldDeliver, wouldTrigger, operations, requests, dollars };
}

/** Rows that were delivered stand for their operations, which are as many or, of groups, fewer. */
function workOf({ record, statistics, partitions, chunks = 0, weighed }: Ending, forwarded: Tally): Work {
  const { rows, operations, bytes: itemBytes } = statistics;
  const handled = Object.values(forwarded.outcomes).some((count) => count > 0) ? operations : 0;
  return {
    rows,
    fileBytes: record.source.bytes,
    operations,
    itemBytes,
    chunks,
    partitions: partitions.length,
    lookedUp: handled + (weighed?.lookedUp ?? 0),
    sent: Math.min(operations, forwarded.outcomes.delivered),
    requests: forwarded.requests,
  };
}

/** Seconds in each state, in the order of first entry. */
function stagesOf({ record, now }: Ending): Report['stages'] {
  const entered = [{ state: 'splitting', at: record.registeredAt }, ...(record.stages ?? [])];
  const milliseconds = new Map<string, number>();
  for (const [n, { state, at }] of entered.entries()) {
    milliseconds.set(state, (milliseconds.get(state) ?? 0) + (entered[n + 1]?.at ?? now) - at);
  }
  return [...milliseconds].map(([state, spent]) => ({ state, seconds: Math.round(spent / 100) / 10 }));
}

function examplesOf(code: string, { statistics, refusedExamples }: Ending): RejectExample[] {
  const { [code as RejectCode]: examples = [] } = statistics.rejectExamples;
  return [...(code === 'refused_by_customerio' ? refusedExamples : examples)];
}

function partsOf({ record, parts = [] }: Ending): { parts?: string[] } {
  return parts.every(({ name }) => name === record.source.key)
    ? {}
    : { parts: parts.map(({ name }) => name) };
}

/** Lines count through all files of an import; where it has several, people are told file and line. */
function placesOf({ lines }: KeptBack, { parts = [] }: Ending): { places?: string[] } {
  if (parts.length < 2 || lines.length === 0) return {};
  const places = lines.map((line) => placeOf({ parts }, line));
  return { places: places.map(({ file, line }) => `line ${line} of ${file}`) };
}

/** The terminal state; a row without an outcome never passes for completed. */
function judge(ending: Ending, unfinished: number): { state: TerminalState; reason?: Reason | undefined } {
  const { record, failure, decision, partitions, canary } = ending;
  if (decision === 'hold') return { state: 'held', reason: record.reason ?? failure };
  // A checkpoint or a canary may stem from the attempt before a redrive; the reason is of this one.
  const paused =
    record.state === 'forwarding' && (canary?.paused || partitions.some(({ status }) => status === 'paused'));
  if (paused && record.reason) return { state: 'paused', reason: record.reason };
  // All rows may be delivered while a partition has not yet added up its people's orders.
  const isThrough = partitions.every(({ status }) => status === 'done');
  if (unfinished === 0 && isThrough && decision !== undefined && !record.reason)
    return { state: 'completed' };
  const known = record.reason ?? failure;
  if (known) return { state: 'failed', reason: known };
  if (unfinished < 0) {
    const twice = `${-unfinished} rows were counted twice. This is a fault of csv-to-customerio: please report it.`;
    return { state: 'failed', reason: { code: 'counted_twice', message: twice } };
  }
  const message =
    unfinished === 0
      ? 'Every row has its outcome, but a partition did not come to its end: sums on profiles may be missing. ' +
        'Redrive the import: nothing is sent twice.'
      : `${unfinished} rows have no outcome yet. What was delivered is counted; ` +
        'redrive the import to deliver the rest: nothing is sent twice.';
  return { state: 'failed', reason: { code: 'unfinished', message } };
}

function descending(counts: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
